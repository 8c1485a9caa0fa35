<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
    <context>
        <name>AboutBlock</name>
        <message>
            <source>About: version, folders, licence, network</source>
            <translation>Über: Version, Ordner, Lizenz, Netz</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>Lizenz</translation>
        </message>
        <message>
            <source>Open the memory's folder</source>
            <translation>Ordner des Gedächtnisses öffnen</translation>
        </message>
        <message>
            <source>The memory is in {home}: memory.db and pictures are encrypted, settings.toml and logs hold nothing that was seen.</source>
            <translation>Das Gedächtnis liegt in {home}: memory.db und die Bilder sind verschlüsselt, settings.toml und die Protokolle enthalten nichts Gesehenes.</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>What leaves this machine: nothing. There is no account, no server and no telemetry. The network is used only to download a model that you name.</source>
            <translation>Was diesen Computer verlässt: nichts. Es gibt kein Konto, keinen Server und keine Telemetrie. Das Netz wird nur benutzt, um ein Modell zu laden, das Sie nennen.</translation>
        </message>
        <message>
            <source>What you ask, and what memory holds of it, goes to {address}, which you confirmed. Nothing else leaves this machine.</source>
            <translation>Was Sie fragen und was das Gedächtnis davon enthält, geht an {address}, wie von Ihnen bestätigt. Sonst verlässt nichts diesen Computer.</translation>
        </message>
    </context>
    <context>
        <name>AnswerTable</name>
        <message>
            <source>Table of the answer</source>
            <translation>Tabelle der Antwort</translation>
        </message>
    </context>
    <context>
        <name>AnswerText</name>
        <message>
            <source>Answer</source>
            <translation>Antwort</translation>
        </message>
    </context>
    <context>
        <name>AskPage</name>
        <message>
            <source>Ask about anything you have seen. Answers quote it and show the moment.</source>
            <translation>Fragen Sie nach allem, was Sie gesehen haben. Antworten zitieren es und zeigen den Moment.</translation>
        </message>
        <message>
            <source>Asked by itself</source>
            <translation>Von selbst gefragt</translation>
        </message>
        <message>
            <source>Conversation</source>
            <translation>Gespräch</translation>
        </message>
        <message>
            <source>Draft a text from memory</source>
            <translation>Einen Text aus dem Gedächtnis entwerfen</translation>
        </message>
        <message>
            <source>Earlier conversations</source>
            <translation>Frühere Gespräche</translation>
        </message>
        <message>
            <source>For example:</source>
            <translation>Zum Beispiel:</translation>
        </message>
        <message>
            <source>New conversation</source>
            <translation>Neues Gespräch</translation>
        </message>
        <message>
            <source>New conversation (Ctrl+T)</source>
            <translation>Neues Gespräch (Strg+T)</translation>
        </message>
    </context>
    <context>
        <name>BackupBlock</name>
        <message>
            <source>A backup is encrypted like the memory itself and opens with the same keys. It holds one state; what you forget leaves it too, as soon as it is within reach.</source>
            <translation>Eine Sicherung ist verschlüsselt wie das Gedächtnis selbst und öffnet sich mit denselben Schlüsseln. Sie enthält einen Stand; was Sie vergessen, verlässt auch sie, sobald sie erreichbar ist.</translation>
        </message>
        <message>
            <source>All that may be shown, as files for other programs. They are not encrypted: whoever has them can read everything.</source>
            <translation>Alles, was gezeigt werden darf, als Dateien für andere Programme. Sie sind nicht verschlüsselt: Wer sie hat, kann alles lesen.</translation>
        </message>
        <message>
            <source>Another drive is safer: it outlives this one.</source>
            <translation>Ein anderes Laufwerk ist sicherer: Es überlebt dieses.</translation>
        </message>
        <message>
            <source>Back up into another folder</source>
            <translation>In einen anderen Ordner sichern</translation>
        </message>
        <message>
            <source>Back up now</source>
            <translation>Jetzt sichern</translation>
        </message>
        <message>
            <source>Back up now, export, Markdown, JSON</source>
            <translation>Jetzt sichern, Export, Markdown, JSON</translation>
        </message>
        <message>
            <source>Backing up into {folder}</source>
            <translation>Sicherung nach {folder} läuft</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Export into a folder</source>
            <translation>In einen Ordner exportieren</translation>
        </message>
        <message>
            <source>Exporting into {folder}</source>
            <translation>Export nach {folder} läuft</translation>
        </message>
        <message>
            <source>Form of the export</source>
            <translation>Form des Exports</translation>
        </message>
        <message>
            <source>It goes into {folder}.</source>
            <translation>Sie kommt in {folder}.</translation>
        </message>
        <message>
            <source>Lines for programs (JSON)</source>
            <translation>Zeilen für Programme (JSON)</translation>
        </message>
        <message>
            <source>Pages to read (Markdown)</source>
            <translation>Seiten zum Lesen (Markdown)</translation>
        </message>
        <message>
            <source>They are not encrypted: keep them safe, or delete them after use.</source>
            <translation>Sie sind nicht verschlüsselt: Bewahren Sie sie sicher auf, oder löschen Sie sie nach Gebrauch.</translation>
        </message>
        <message>
            <source>{folder} holds the memory now, {whole}; {new} of it were new.</source>
            <translation>{folder} enthält jetzt das Gedächtnis, {whole}; {new} davon waren neu.</translation>
        </message>
        <message>
            <source>{moments} moments of {days} days and {pictures} pictures are in {folder}.</source>
            <translation>{moments} Momente aus {days} Tagen und {pictures} Bilder sind in {folder}.</translation>
        </message>
        <message>
            <source>{n} pictures are missing in the memory itself.</source>
            <translation>{n} Bilder fehlen im Gedächtnis selbst.</translation>
        </message>
    </context>
    <context>
        <name>BeliefEditor</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Keep these words</source>
            <translation>Diese Worte behalten</translation>
        </message>
        <message>
            <source>Keep these words (Ctrl+Enter)</source>
            <translation>Diese Worte behalten (Strg+Eingabe)</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>What you write is not made anew any more.</source>
            <translation>Was Sie schreiben, wird nicht mehr neu erstellt.</translation>
        </message>
    </context>
    <context>
        <name>BeliefView</name>
        <message>
            <source>Before</source>
            <translation>Früher</translation>
        </message>
        <message>
            <source>Delete it, with what was made of it (Del)</source>
            <translation>Löschen, mit allem, was daraus gemacht wurde (Entf)</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Ändern</translation>
        </message>
        <message>
            <source>Forget…</source>
            <translation>Vergessen…</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graph</translation>
        </message>
        <message>
            <source>It is the same as another (M)</source>
            <translation>Es ist dasselbe wie etwas anderes (M)</translation>
        </message>
        <message>
            <source>Linked</source>
            <translation>Verknüpft</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Erinnerung</translation>
        </message>
        <message>
            <source>Merge…</source>
            <translation>Zusammenlegen…</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <source>Say it in other words (E)</source>
            <translation>Mit anderen Worten sagen (E)</translation>
        </message>
        <message>
            <source>See what hangs on it as a picture (G)</source>
            <translation>Als Bild sehen, was daran hängt (G)</translation>
        </message>
        <message>
            <source>Show it no more and do not make it again (D)</source>
            <translation>Nicht mehr zeigen und nicht wieder erstellen (D)</translation>
        </message>
        <message>
            <source>That is wrong</source>
            <translation>Das stimmt nicht</translation>
        </message>
        <message>
            <source>This is of the past. What took its place:</source>
            <translation>Das ist vergangen. Was an seine Stelle trat:</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Wann</translation>
        </message>
        <message>
            <source>{n} more</source>
            <translation>{n} weitere</translation>
        </message>
    </context>
    <context>
        <name>Beside</name>
        <message>
            <source>Back to the evidence (Escape)</source>
            <translation>Zurück zu den Belegen (Esc)</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>On the timeline</source>
            <translation>Auf der Zeitleiste</translation>
        </message>
        <message>
            <source>The cited moment</source>
            <translation>Der zitierte Moment</translation>
        </message>
    </context>
    <context>
        <name>Box</name>
        <message>
            <source>Ctrl+Enter asks</source>
            <translation>Strg+Eingabe fragt</translation>
        </message>
        <message>
            <source>Enter asks</source>
            <translation>Eingabe fragt</translation>
        </message>
        <message>
            <source>Search or ask anything</source>
            <translation>Suchen oder fragen</translation>
        </message>
    </context>
    <context>
        <name>BudgetBlock</name>
        <message>
            <source>Budget meter: what recording and reading cost now</source>
            <translation>Verbrauch: was Aufnehmen und Lesen jetzt kosten</translation>
        </message>
        <message>
            <source>Nothing is recorded or read now, so nothing is spent.</source>
            <translation>Jetzt wird nichts aufgenommen oder gelesen, also nichts verbraucht.</translation>
        </message>
        <message>
            <source>Reading has used its share and waits a little.</source>
            <translation>Das Lesen hat seinen Anteil verbraucht und wartet ein wenig.</translation>
        </message>
        <message>
            <source>Reading waits for mains power.</source>
            <translation>Das Lesen wartet auf Netzstrom.</translation>
        </message>
        <message>
            <source>{used} % of one processor core over the last minute; reading may use {most} %.</source>
            <translation>{used} % eines Prozessorkerns in der letzten Minute; das Lesen darf {most} % nutzen.</translation>
        </message>
        <message>
            <source>{used} of {most} MB of pictures today.</source>
            <translation>Heute {used} von {most} MB an Bildern.</translation>
        </message>
    </context>
    <context>
        <name>ByItselfView</name>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>Asked by itself</source>
            <translation>Von selbst gefragt</translation>
        </message>
        <message>
            <source>Asked while Recollect runs, never with a model that writes. What was missed is asked once, later.</source>
            <translation>Gefragt, solange Recollect läuft, nie mit einem Modell, das schreibt. Verpasstes wird später einmal gefragt.</translation>
        </message>
        <message>
            <source>Back to the conversation</source>
            <translation>Zurück zum Gespräch</translation>
        </message>
        <message>
            <source>Nothing is asked by itself. Write a question and a time: its answers, counted or quoted, then wait here each day.</source>
            <translation>Nichts wird von selbst gefragt. Schreiben Sie eine Frage und eine Zeit: Die Antworten, gezählt oder zitiert, warten dann jeden Tag hier.</translation>
        </message>
        <message>
            <source>Question to ask by itself</source>
            <translation>Frage, die von selbst gestellt wird</translation>
        </message>
        <message>
            <source>Time of day</source>
            <translation>Uhrzeit</translation>
        </message>
        <message>
            <source>What did I promise today?</source>
            <translation>Was habe ich heute versprochen?</translation>
        </message>
    </context>
    <context>
        <name>Card</name>
        <message>
            <source>Source {n}: {title}, {when}</source>
            <translation>Quelle {n}: {title}, {when}</translation>
        </message>
    </context>
    <context>
        <name>Chip</name>
        <message>
            <source>Enter: change it. Delete: leave it out.</source>
            <translation>Eingabe: ändern. Entf: weglassen.</translation>
        </message>
        <message>
            <source>Leave this out</source>
            <translation>Das weglassen</translation>
        </message>
        <message>
            <source>Other words for this</source>
            <translation>Andere Worte dafür</translation>
        </message>
    </context>
    <context>
        <name>Composer</name>
        <message>
            <source>Ask</source>
            <translation>Fragen</translation>
        </message>
        <message>
            <source>Ask (Enter)</source>
            <translation>Fragen (Eingabe)</translation>
        </message>
        <message>
            <source>Ask about what you have seen</source>
            <translation>Fragen Sie nach dem, was Sie gesehen haben</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Frage</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stop (Escape)</source>
            <translation>Anhalten (Esc)</translation>
        </message>
        <message>
            <source>Write a question</source>
            <translation>Frage schreiben</translation>
        </message>
    </context>
    <context>
        <name>Confirm</name>
        <message>
            <source>Do not use it</source>
            <translation>Nicht benutzen</translation>
        </message>
        <message>
            <source>Use this address</source>
            <translation>Diese Adresse benutzen</translation>
        </message>
        <message>
            <source>{address} is not on this machine. What you ask, and what memory holds of it, would go there. Use it?</source>
            <translation>{address} ist nicht auf diesem Computer. Was Sie fragen und was das Gedächtnis davon enthält, ginge dorthin. Benutzen?</translation>
        </message>
    </context>
    <context>
        <name>Correcting</name>
        <message>
            <source>All stays as it is. Ctrl+Z takes it back.</source>
            <translation>Alles bleibt, wie es ist. Strg+Z nimmt es zurück.</translation>
        </message>
        <message>
            <source>Done. Ctrl+Z takes it back.</source>
            <translation>Erledigt. Strg+Z nimmt es zurück.</translation>
        </message>
        <message>
            <source>It counts as wrong: it is not shown and not made again. Ctrl+Z takes it back.</source>
            <translation>Es gilt als falsch: Es wird nicht gezeigt und nicht wieder erstellt. Strg+Z nimmt es zurück.</translation>
        </message>
        <message>
            <source>It says so now. Ctrl+Z takes it back.</source>
            <translation>So steht es jetzt da. Strg+Z nimmt es zurück.</translation>
        </message>
        <message>
            <source>They are one now. Ctrl+Z takes it back.</source>
            <translation>Sie sind jetzt eins. Strg+Z nimmt es zurück.</translation>
        </message>
    </context>
    <context>
        <name>DayChart</name>
        <message>
            <source>1 episode</source>
            <translation>1 Episode</translation>
        </message>
        <message>
            <source>1 gap</source>
            <translation>1 Lücke</translation>
        </message>
        <message>
            <source>Drag to select</source>
            <translation>Ziehen wählt aus</translation>
        </message>
        <message>
            <source>Episodes</source>
            <translation>Episoden</translation>
        </message>
        <message>
            <source>Others</source>
            <translation>Andere</translation>
        </message>
        <message>
            <source>The day: episodes, applications and gaps</source>
            <translation>Der Tag: Episoden, Anwendungen und Lücken</translation>
        </message>
        <message>
            <source>{episodes}, {gaps}. Up and Down go through them, Enter selects an episode.</source>
            <translation>{episodes}, {gaps}. Auf und Ab gehen hindurch, Eingabe wählt eine Episode aus.</translation>
        </message>
        <message>
            <source>{n} episodes</source>
            <translation>{n} Episoden</translation>
        </message>
        <message>
            <source>{n} gaps</source>
            <translation>{n} Lücken</translation>
        </message>
    </context>
    <context>
        <name>Deeds</name>
        <message>
            <source>Copy selected text</source>
            <translation>Ausgewählten Text kopieren</translation>
        </message>
        <message>
            <source>Copy text</source>
            <translation>Text kopieren</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Forget {n} moments…</source>
            <translation>{n} Momente vergessen…</translation>
        </message>
        <message>
            <source>Let it age again</source>
            <translation>Wieder altern lassen</translation>
        </message>
        <message>
            <source>No address of a page or file was known at this moment.</source>
            <translation>Zu diesem Moment war keine Adresse einer Seite oder Datei bekannt.</translation>
        </message>
        <message>
            <source>Not pinned any more. It ages like the others.</source>
            <translation>Nicht mehr angeheftet. Er altert wie die anderen.</translation>
        </message>
        <message>
            <source>Nothing was kept in the last {minutes}.</source>
            <translation>In den letzten {minutes} wurde nichts aufbewahrt.</translation>
        </message>
        <message>
            <source>Open again…</source>
            <translation>Wieder öffnen…</translation>
        </message>
        <message>
            <source>Pin</source>
            <translation>Anheften</translation>
        </message>
        <message>
            <source>Pinned. It stays whole, however old it grows.</source>
            <translation>Angeheftet. Er bleibt ganz, wie alt er auch wird.</translation>
        </message>
        <message>
            <source>Select all text</source>
            <translation>Ganzen Text auswählen</translation>
        </message>
        <message>
            <source>The last {minutes}.</source>
            <translation>Die letzten {minutes}.</translation>
        </message>
        <message>
            <source>The text is on the clipboard.</source>
            <translation>Der Text ist in der Zwischenablage.</translation>
        </message>
        <message>
            <source>There is no text in this moment.</source>
            <translation>In diesem Moment ist kein Text.</translation>
        </message>
        <message>
            <source>What can be done with this moment</source>
            <translation>Was mit diesem Moment getan werden kann</translation>
        </message>
        <message>
            <source>{n} minutes</source>
            <translation>{n} Minuten</translation>
        </message>
    </context>
    <context>
        <name>DraftSheet</name>
        <message>
            <source>1 moment</source>
            <translation>1 Moment</translation>
        </message>
        <message>
            <source>A draft in your own words appears here, made of what you wrote and saw. Look it over before you use it.</source>
            <translation>Hier erscheint ein Entwurf in Ihren Worten, aus dem, was Sie schrieben und sahen. Sehen Sie ihn durch, bevor Sie ihn benutzen.</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Draft</source>
            <translation>Entwerfen</translation>
        </message>
        <message>
            <source>Left out: {counts}</source>
            <translation>Weggelassen: {counts}</translation>
        </message>
        <message>
            <source>Looking through memory…</source>
            <translation>Das Gedächtnis wird durchgesehen…</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird angehalten…</translation>
        </message>
        <message>
            <source>The draft</source>
            <translation>Der Entwurf</translation>
        </message>
        <message>
            <source>The draft is on the clipboard.</source>
            <translation>Der Entwurf ist in der Zwischenablage.</translation>
        </message>
        <message>
            <source>The filter helps and promises nothing: read before you copy.</source>
            <translation>Der Filter hilft und verspricht nichts: Lesen Sie, bevor Sie kopieren.</translation>
        </message>
        <message>
            <source>What kind of draft</source>
            <translation>Art des Entwurfs</translation>
        </message>
        <message>
            <source>What was left out</source>
            <translation>Was weggelassen wurde</translation>
        </message>
        <message>
            <source>Whom it is meant for</source>
            <translation>Für wen er bestimmt ist</translation>
        </message>
        <message>
            <source>Written by the model from {moments}, and held to them.</source>
            <translation>Vom Modell geschrieben aus: {moments}, und daran gehalten.</translation>
        </message>
        <message>
            <source>Your own words, from {moments}. No model was asked.</source>
            <translation>Ihre eigenen Worte, aus: {moments}. Kein Modell wurde gefragt.</translation>
        </message>
        <message>
            <source>{n} moments</source>
            <translation>{n} Momente</translation>
        </message>
    </context>
    <context>
        <name>EarlierView</name>
        <message>
            <source>Back to the conversation</source>
            <translation>Zurück zum Gespräch</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>Earlier conversations</source>
            <translation>Frühere Gespräche</translation>
        </message>
        <message>
            <source>Export the conversation</source>
            <translation>Gespräch exportieren</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <source>In no conversation all of these words were said.</source>
            <translation>In keinem Gespräch fielen alle diese Wörter.</translation>
        </message>
        <message>
            <source>Markdown (*.md)</source>
            <translation>Markdown (*.md)</translation>
        </message>
        <message>
            <source>Nothing was asked yet. What you ask is kept here until you delete it.</source>
            <translation>Noch wurde nichts gefragt. Was Sie fragen, bleibt hier, bis Sie es löschen.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Search in conversations</source>
            <translation>In Gesprächen suchen</translation>
        </message>
        <message>
            <source>The conversation is in {file}. It is not encrypted.</source>
            <translation>Das Gespräch ist in {file}. Es ist nicht verschlüsselt.</translation>
        </message>
        <message>
            <source>Words of a question or an answer</source>
            <translation>Wörter einer Frage oder Antwort</translation>
        </message>
    </context>
    <context>
        <name>Errand</name>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stopping</source>
            <translation>Wird angehalten</translation>
        </message>
    </context>
    <context>
        <name>Evidence</name>
        <message>
            <source>Evidence</source>
            <translation>Belege</translation>
        </message>
        <message>
            <source>Found, not used: {n}</source>
            <translation>Gefunden, nicht benutzt: {n}</translation>
        </message>
        <message>
            <source>Nearest moments</source>
            <translation>Nächstliegende Momente</translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message>
            <source>Picture (*.png)</source>
            <translation>Bild (*.png)</translation>
        </message>
        <message>
            <source>Save the figures, readable for everybody who has the file</source>
            <translation>Die Zahlen speichern, lesbar für jeden, der die Datei hat</translation>
        </message>
        <message>
            <source>Saved as {file}. It is not encrypted.</source>
            <translation>Gespeichert als {file}. Es ist nicht verschlüsselt.</translation>
        </message>
        <message>
            <source>Table (*.csv)</source>
            <translation>Tabelle (*.csv)</translation>
        </message>
    </context>
    <context>
        <name>FigureRows</name>
        <message>
            <source>Figure</source>
            <translation>Zahl</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Times</source>
            <translation>Anzahl</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Wann</translation>
        </message>
    </context>
    <context>
        <name>FigureTable</name>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Lines</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>The figures as a table</source>
            <translation>Die Zahlen als Tabelle</translation>
        </message>
        <message>
            <source>Whole table</source>
            <translation>Ganze Tabelle</translation>
        </message>
    </context>
    <context>
        <name>FilterBar</name>
        <message>
            <source>Any app</source>
            <translation>Jede Anwendung</translation>
        </message>
        <message>
            <source>Any kind</source>
            <translation>Jede Art</translation>
        </message>
        <message>
            <source>Any site</source>
            <translation>Jede Website</translation>
        </message>
        <message>
            <source>Any time</source>
            <translation>Jede Zeit</translation>
        </message>
        <message>
            <source>Anyone</source>
            <translation>Jede Person</translation>
        </message>
    </context>
    <context>
        <name>FirstRun</name>
        <message>
            <source>Before the first moment</source>
            <translation>Vor dem ersten Moment</translation>
        </message>
        <message>
            <source>Give its passphrase to open it.</source>
            <translation>Geben Sie die Passphrase ein, um es zu öffnen.</translation>
        </message>
        <message>
            <source>Its key is at hand: one click opens it.</source>
            <translation>Der Schlüssel liegt bereit: Ein Klick öffnet es.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Passphrase</translation>
        </message>
        <message>
            <source>Recording goes on: what may be kept is sealed, and comes in when you open it.</source>
            <translation>Die Aufnahme geht weiter: Was aufbewahrt werden darf, wird versiegelt und kommt hinein, wenn Sie öffnen.</translation>
        </message>
        <message>
            <source>The memory cannot be opened</source>
            <translation>Das Gedächtnis lässt sich nicht öffnen</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Noch einmal versuchen</translation>
        </message>
        <message>
            <source>Your memory is locked</source>
            <translation>Ihr Gedächtnis ist gesperrt</translation>
        </message>
    </context>
    <context>
        <name>FirstSteps</name>
        <message>
            <source>A memory of what you have seen</source>
            <translation>Ein Gedächtnis für das, was Sie gesehen haben</translation>
        </message>
        <message>
            <source>A model for answers</source>
            <translation>Ein Modell für Antworten</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>Beginnen</translation>
        </message>
        <message>
            <source>How its key is kept</source>
            <translation>Wie der Schlüssel aufbewahrt wird</translation>
        </message>
        <message>
            <source>I have written it down</source>
            <translation>Ich habe ihn aufgeschrieben</translation>
        </message>
        <message>
            <source>It opens this memory when nothing else does. Write it down and keep it apart from this computer: it is shown only now.</source>
            <translation>Er öffnet dieses Gedächtnis, wenn nichts anderes mehr hilft. Schreiben Sie ihn auf und bewahren Sie ihn getrennt von diesem Computer auf: Er wird nur jetzt gezeigt.</translation>
        </message>
        <message>
            <source>It writes answers in whole sentences, on this computer. It can wait: the settings offer several to download.</source>
            <translation>Es schreibt auf diesem Computer Antworten in ganzen Sätzen. Es kann warten: Die Einstellungen bieten mehrere an.</translation>
        </message>
        <message>
            <source>Looking at the screen. This takes some seconds, at most a minute.</source>
            <translation>Der Bildschirm wird angesehen. Das dauert einige Sekunden, höchstens eine Minute.</translation>
        </message>
        <message>
            <source>Make the memory</source>
            <translation>Gedächtnis anlegen</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>Nothing was recorded so far. Try it: a card with made-up words is shown, remembered, found and forgotten again.</source>
            <translation>Noch wurde nichts aufgenommen. Probieren Sie es: Eine Karte mit erfundenen Wörtern wird gezeigt, gemerkt, gefunden und wieder vergessen.</translation>
        </message>
        <message>
            <source>Private browser windows, password managers and pages of banks are left out by themselves. Name other applications or sites that are never to be kept, or nothing.</source>
            <translation>Private Browserfenster, Passwortverwaltungen und Seiten von Banken bleiben von selbst weg. Nennen Sie weitere Anwendungen oder Websites, die nie aufbewahrt werden, oder nichts.</translation>
        </message>
        <message>
            <source>Ready to begin</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Recollect remembers what was on your screen, so that you can find it again.</source>
            <translation>Recollect merkt sich, was auf Ihrem Bildschirm war, damit Sie es wiederfinden.</translation>
        </message>
        <message>
            <source>Step {n} of {all}</source>
            <translation>Schritt {n} von {all}</translation>
        </message>
        <message>
            <source>Take at least eight characters.</source>
            <translation>Nehmen Sie mindestens acht Zeichen.</translation>
        </message>
        <message>
            <source>The two passphrases differ.</source>
            <translation>Die beiden Passphrasen sind verschieden.</translation>
        </message>
        <message>
            <source>This was remembered, and found by its words after {seconds} s. It is forgotten again.</source>
            <translation>Das wurde gemerkt und nach {seconds} s an seinen Wörtern gefunden. Es ist wieder vergessen.</translation>
        </message>
        <message>
            <source>What is kept is encrypted. Whoever has the key can read it, so choose where it lies.</source>
            <translation>Was aufbewahrt wird, ist verschlüsselt. Wer den Schlüssel hat, kann es lesen; wählen Sie also, wo er liegt.</translation>
        </message>
        <message>
            <source>What is left out</source>
            <translation>Was weggelassen wird</translation>
        </message>
        <message>
            <source>Your recovery key</source>
            <translation>Ihr Wiederherstellungsschlüssel</translation>
        </message>
    </context>
    <context>
        <name>FloatingPill</name>
        <message>
            <source>Hide this pill</source>
            <translation>Dieses Schild ausblenden</translation>
        </message>
        <message>
            <source>Open Recollect</source>
            <translation>Recollect öffnen</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
    </context>
    <context>
        <name>ForgetAllSection</name>
        <message>
            <source>All that was ever recorded, at once and for good. This cannot be undone.</source>
            <translation>Alles, was je aufgenommen wurde, auf einmal und endgültig. Das lässt sich nicht rückgängig machen.</translation>
        </message>
        <message>
            <source>Everything is being forgotten. You can go on with something else.</source>
            <translation>Alles wird vergessen. Sie können mit etwas anderem weitermachen.</translation>
        </message>
        <message>
            <source>FORGET</source>
            <translation>VERGESSEN</translation>
        </message>
        <message>
            <source>Forget everything</source>
            <translation>Alles vergessen</translation>
        </message>
        <message>
            <source>Gone: {what}.</source>
            <translation>Weg: {what}.</translation>
        </message>
        <message>
            <source>Out of reach are exports and copies that you made yourself, and what you gave to others.</source>
            <translation>Nicht erreichbar sind Exporte und Kopien, die Sie selbst gemacht haben, und was Sie anderen gaben.</translation>
        </message>
        <message>
            <source>The backup in {folder} cannot be reached now and keeps everything until it can.</source>
            <translation>Die Sicherung in {folder} ist jetzt nicht erreichbar und behält alles, bis sie es ist.</translation>
        </message>
        <message>
            <source>The backup in {folder} is rewritten, too.</source>
            <translation>Auch die Sicherung in {folder} wird neu geschrieben.</translation>
        </message>
        <message>
            <source>This would go: {what}, and the list of who asked.</source>
            <translation>Das ginge: {what}, und die Liste, wer gefragt hat.</translation>
        </message>
        <message>
            <source>Type {word} to go on:</source>
            <translation>Tippen Sie {word}, um fortzufahren:</translation>
        </message>
        <message>
            <source>Your settings, rules, keys and the vault stay, and recording goes on as it is set.</source>
            <translation>Ihre Einstellungen, Regeln, Schlüssel und der Tresor bleiben, und die Aufnahme geht weiter, wie sie eingestellt ist.</translation>
        </message>
        <message>
            <source>{what}: the last traces are cleared when you are away.</source>
            <translation>{what}: Die letzten Spuren verschwinden, wenn Sie weg sind.</translation>
        </message>
    </context>
    <context>
        <name>ForgetBar</name>
        <message>
            <source>1 other moment shows</source>
            <translation>1 weiterer Moment zeigt,</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Forget what was kept of it before, too: {what}?</source>
            <translation>Auch vergessen, was davon früher aufbewahrt wurde: {what}?</translation>
        </message>
        <message>
            <source>Forget {what}? What was made of it goes too.</source>
            <translation>{what} vergessen? Was daraus gemacht wurde, geht mit.</translation>
        </message>
        <message>
            <source>Forgetting</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Forgot {what}. It can be undone for {n} s.</source>
            <translation>{what} vergessen. Noch {n} s lang rückgängig zu machen.</translation>
        </message>
        <message>
            <source>Gone: {what}.</source>
            <translation>Weg: {what}.</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>The others too</source>
            <translation>Die anderen auch</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>{n} other moments show</source>
            <translation>{n} weitere Momente zeigen,</translation>
        </message>
        <message>
            <source>{others} what was first seen then.</source>
            <translation>{others} was damals zuerst gesehen wurde.</translation>
        </message>
        <message>
            <source>{what}: the last traces are cleared when you are away.</source>
            <translation>{what}: Die letzten Spuren verschwinden, wenn Sie weg sind.</translation>
        </message>
    </context>
    <context>
        <name>GoTo</name>
        <message>
            <source>A day or a time, in words</source>
            <translation>Ein Tag oder eine Zeit, in Worten</translation>
        </message>
        <message>
            <source>Go to a day</source>
            <translation>Zu einem Tag gehen</translation>
        </message>
        <message>
            <source>Not understood. Try “yesterday”, “3 May” or “14:30”.</source>
            <translation>Nicht verstanden. Versuchen Sie „yesterday“, „3 May“ oder „14:30“.</translation>
        </message>
        <message>
            <source>Year after</source>
            <translation>Jahr danach</translation>
        </message>
        <message>
            <source>Year after (Page Down)</source>
            <translation>Jahr danach (Bild ab)</translation>
        </message>
        <message>
            <source>Year before</source>
            <translation>Jahr davor</translation>
        </message>
        <message>
            <source>Year before (Page Up)</source>
            <translation>Jahr davor (Bild auf)</translation>
        </message>
        <message>
            <source>last Tuesday, 3 May, 14:30, two weeks ago</source>
            <translation>last Tuesday, 3 May, 14:30, two weeks ago</translation>
        </message>
        <message>
            <source>{day}: nothing was kept. The nearest day is {near}.</source>
            <translation>{day}: Nichts wurde aufbewahrt. Der nächste Tag ist {near}.</translation>
        </message>
    </context>
    <context>
        <name>GraphPane</name>
        <message>
            <source>All</source>
            <translation>Alles</translation>
        </message>
        <message>
            <source>Arrows walk, Enter opens.</source>
            <translation>Pfeile gehen weiter, Eingabe öffnet.</translation>
        </message>
        <message>
            <source>Back to the text (Esc)</source>
            <translation>Zurück zum Text (Esc)</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>Larger</source>
            <translation>Größer</translation>
        </message>
        <message>
            <source>Larger (+)</source>
            <translation>Größer (+)</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <source>Nothing hangs on this yet. Links come as days go by.</source>
            <translation>Noch hängt nichts daran. Verknüpfungen kommen mit den Tagen.</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>Show all (0)</source>
            <translation>Alles zeigen (0)</translation>
        </message>
        <message>
            <source>Smaller</source>
            <translation>Kleiner</translation>
        </message>
        <message>
            <source>Smaller (-)</source>
            <translation>Kleiner (-)</translation>
        </message>
        <message>
            <source>{n} more</source>
            <translation>{n} weitere</translation>
        </message>
        <message>
            <source>{n} weaker links are not shown</source>
            <translation>{n} schwächere Verknüpfungen sind nicht gezeigt</translation>
        </message>
    </context>
    <context>
        <name>GraphView</name>
        <message>
            <source>Graph of links</source>
            <translation>Graph der Verknüpfungen</translation>
        </message>
    </context>
    <context>
        <name>ImportBlock</name>
        <message>
            <source>Choose a file of messages</source>
            <translation>Eine Datei mit Nachrichten wählen</translation>
        </message>
        <message>
            <source>Import messages, JSON lines file</source>
            <translation>Nachrichten importieren, Datei mit JSON-Zeilen</translation>
        </message>
        <message>
            <source>Messages of other programs: a text file with one JSON object a line, with id, thread, time, author and text. What is here already is skipped; what you have forgotten does not come back.</source>
            <translation>Nachrichten anderer Programme: eine Textdatei mit einem JSON-Objekt je Zeile, mit id, thread, time, author und text. Was schon hier ist, wird übersprungen; was Sie vergessen haben, kommt nicht wieder.</translation>
        </message>
        <message>
            <source>Stopped.</source>
            <translation>Angehalten.</translation>
        </message>
        <message>
            <source>Taking in {name}</source>
            <translation>{name} wird aufgenommen</translation>
        </message>
        <message>
            <source>The next try goes on from there.</source>
            <translation>Der nächste Versuch macht dort weiter.</translation>
        </message>
        <message>
            <source>{new} messages were taken in, {known} were here already, {bad} lines are no messages.</source>
            <translation>{new} Nachrichten wurden aufgenommen, {known} waren schon hier, {bad} Zeilen sind keine Nachrichten.</translation>
        </message>
    </context>
    <context>
        <name>InsightsHead</name>
        <message>
            <source>After</source>
            <translation>Danach</translation>
        </message>
        <message>
            <source>After (Page Down)</source>
            <translation>Danach (Bild ab)</translation>
        </message>
        <message>
            <source>As a picture (PNG)…</source>
            <translation>Als Bild (PNG)…</translation>
        </message>
        <message>
            <source>As a table</source>
            <translation>Als Tabelle</translation>
        </message>
        <message>
            <source>As a table (CSV)…</source>
            <translation>Als Tabelle (CSV)…</translation>
        </message>
        <message>
            <source>As a table (T)</source>
            <translation>Als Tabelle (T)</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>Früher</translation>
        </message>
        <message>
            <source>Before (Page Up)</source>
            <translation>Davor (Bild auf)</translation>
        </message>
        <message>
            <source>Save these figures</source>
            <translation>Diese Zahlen speichern</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <source>Today (Home)</source>
            <translation>Heute (Pos1)</translation>
        </message>
    </context>
    <context>
        <name>InsightsPage</name>
        <message>
            <source>Counting {days}: {done} of {of} days</source>
            <translation>{days} werden gezählt: {done} von {of} Tagen</translation>
        </message>
        <message>
            <source>Go to the newest days</source>
            <translation>Zu den neuesten Tagen gehen</translation>
        </message>
        <message>
            <source>Nothing is remembered yet. How your time goes appears here after the first hour.</source>
            <translation>Noch ist nichts gemerkt. Wie Ihre Zeit vergeht, erscheint hier nach der ersten Stunde.</translation>
        </message>
        <message>
            <source>Nothing was seen in these days.</source>
            <translation>In diesen Tagen wurde nichts gesehen.</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Noch einmal versuchen</translation>
        </message>
        <message>
            <source>What is kept now</source>
            <translation>Was jetzt aufbewahrt wird</translation>
        </message>
    </context>
    <context>
        <name>InsightsView</name>
        <message>
            <source>How this is counted</source>
            <translation>So wird gezählt</translation>
        </message>
        <message>
            <source>at the computer</source>
            <translation>am Computer</translation>
        </message>
        <message>
            <source>in calls</source>
            <translation>in Gesprächen</translation>
        </message>
        <message>
            <source>in focus</source>
            <translation>vertieft</translation>
        </message>
        <message>
            <source>of {time}</source>
            <translation>von {time}</translation>
        </message>
        <message>
            <source>{n} more in the table</source>
            <translation>{n} weitere in der Tabelle</translation>
        </message>
    </context>
    <context>
        <name>Inspector</name>
        <message>
            <source>About this moment</source>
            <translation>Zu diesem Moment</translation>
        </message>
        <message>
            <source>Its text could not be read.</source>
            <translation>Der Text konnte nicht gelesen werden.</translation>
        </message>
        <message>
            <source>Its text is being read.</source>
            <translation>Der Text wird gelesen.</translation>
        </message>
        <message>
            <source>Nothing is selected.</source>
            <translation>Nichts ist ausgewählt.</translation>
        </message>
        <message>
            <source>Open again…</source>
            <translation>Wieder öffnen…</translation>
        </message>
        <message>
            <source>Pinned: it stays whole, however old it grows.</source>
            <translation>Angeheftet: Er bleibt ganz, wie alt er auch wird.</translation>
        </message>
        <message>
            <source>Recognised text</source>
            <translation>Erkannter Text</translation>
        </message>
    </context>
    <context>
        <name>KeysBlock</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Change the passphrase</source>
            <translation>Passphrase ändern</translation>
        </message>
        <message>
            <source>Give the passphrase of now first.</source>
            <translation>Geben Sie zuerst die jetzige Passphrase an.</translation>
        </message>
        <message>
            <source>I have written it down</source>
            <translation>Ich habe ihn aufgeschrieben</translation>
        </message>
        <message>
            <source>It opens this memory when nothing else does. The one that you have opens nothing any more. It cannot be shown again later, for it is kept nowhere.</source>
            <translation>Er öffnet dieses Gedächtnis, wenn nichts anderes mehr hilft. Der bisherige öffnet dann nichts mehr. Er kann später nicht wieder gezeigt werden, denn er wird nirgends aufbewahrt.</translation>
        </message>
        <message>
            <source>Lock now</source>
            <translation>Jetzt sperren</translation>
        </message>
        <message>
            <source>Lock now (Ctrl+Shift+L)</source>
            <translation>Jetzt sperren (Strg+Umschalt+L)</translation>
        </message>
        <message>
            <source>Lock now, passphrase, recovery key</source>
            <translation>Jetzt sperren, Passphrase, Wiederherstellungsschlüssel</translation>
        </message>
        <message>
            <source>Make a new recovery key</source>
            <translation>Neuen Wiederherstellungsschlüssel anlegen</translation>
        </message>
        <message>
            <source>New passphrase</source>
            <translation>Neue Passphrase</translation>
        </message>
        <message>
            <source>Passphrase or recovery key of now</source>
            <translation>Jetzige Passphrase oder Wiederherstellungsschlüssel</translation>
        </message>
        <message>
            <source>Recovery key</source>
            <translation>Wiederherstellungsschlüssel</translation>
        </message>
        <message>
            <source>Set a passphrase</source>
            <translation>Passphrase festlegen</translation>
        </message>
        <message>
            <source>The memory opens with the new passphrase.</source>
            <translation>Das Gedächtnis öffnet sich mit der neuen Passphrase.</translation>
        </message>
        <message>
            <source>The new passphrase again</source>
            <translation>Die neue Passphrase noch einmal</translation>
        </message>
        <message>
            <source>What opens this memory: {keys}.</source>
            <translation>Was dieses Gedächtnis öffnet: {keys}.</translation>
        </message>
        <message>
            <source>Whoever knows the passphrase can read everything. An older one opens nothing any more.</source>
            <translation>Wer die Passphrase kennt, kann alles lesen. Eine ältere öffnet nichts mehr.</translation>
        </message>
        <message>
            <source>Write it down and keep it apart from this computer: it is shown only now.</source>
            <translation>Schreiben Sie ihn auf und bewahren Sie ihn getrennt von diesem Computer auf: Er wird nur jetzt gezeigt.</translation>
        </message>
        <message>
            <source>a key file</source>
            <translation>eine Schlüsseldatei</translation>
        </message>
        <message>
            <source>the recovery key</source>
            <translation>der Wiederherstellungsschlüssel</translation>
        </message>
        <message>
            <source>this computer's keyring</source>
            <translation>der Schlüsselbund dieses Computers</translation>
        </message>
        <message>
            <source>your passphrase</source>
            <translation>Ihre Passphrase</translation>
        </message>
    </context>
    <context>
        <name>LeftOutRow</name>
        <message>
            <source>Take in</source>
            <translation>Hineinnehmen</translation>
        </message>
        <message>
            <source>Take in: {quote}</source>
            <translation>Hineinnehmen: {quote}</translation>
        </message>
    </context>
    <context>
        <name>Legend</name>
        <message>
            <source>less</source>
            <translation>weniger</translation>
        </message>
        <message>
            <source>more</source>
            <translation>mehr</translation>
        </message>
    </context>
    <context>
        <name>LooksBlock</name>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Glides</source>
            <translation>Gleitet</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>Hoher Kontrast</translation>
        </message>
        <message>
            <source>It holds when Recollect is started again.</source>
            <translation>Es gilt, wenn Recollect neu gestartet wird.</translation>
        </message>
        <message>
            <source>Language, English, German, Deutsch, light, dark, colours, motion</source>
            <translation>Sprache, Englisch, Deutsch, hell, dunkel, Farben, Bewegung</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>Nichts</translation>
        </message>
        <message>
            <source>The colours of the window.</source>
            <translation>Die Farben des Fensters.</translation>
        </message>
        <message>
            <source>The language of the window.</source>
            <translation>Die Sprache des Fensters.</translation>
        </message>
        <message>
            <source>What moves by itself in the window.</source>
            <translation>Was sich im Fenster von selbst bewegt.</translation>
        </message>
    </context>
    <context>
        <name>Making</name>
        <message>
            <source>1 memory more.</source>
            <translation>1 Erinnerung mehr.</translation>
        </message>
        <message>
            <source>Make memories of the days that are over</source>
            <translation>Erinnerungen aus den vergangenen Tagen erstellen</translation>
        </message>
        <message>
            <source>Make new ones</source>
            <translation>Neue erstellen</translation>
        </message>
        <message>
            <source>Making memories, {n} s so far</source>
            <translation>Erinnerungen entstehen, bisher {n} s</translation>
        </message>
        <message>
            <source>Nothing new to make memories of. They are made of days that are over.</source>
            <translation>Nichts Neues für Erinnerungen. Sie entstehen aus Tagen, die vorbei sind.</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>{n} memories more.</source>
            <translation>{n} Erinnerungen mehr.</translation>
        </message>
    </context>
    <context>
        <name>MemoriesPage</name>
        <message>
            <source>Kinds of memories</source>
            <translation>Arten von Erinnerungen</translation>
        </message>
        <message>
            <source>Make them now</source>
            <translation>Jetzt erstellen</translation>
        </message>
        <message>
            <source>Memories</source>
            <translation>Erinnerungen</translation>
        </message>
        <message>
            <source>Memories are being made. You can go on with something else.</source>
            <translation>Erinnerungen entstehen. Sie können mit etwas anderem weitermachen.</translation>
        </message>
        <message>
            <source>Memories are made of the days that are over: people, projects, facts and appointments, each with the moments that it stands on. Nothing was made yet.</source>
            <translation>Erinnerungen entstehen aus Tagen, die vorbei sind: Personen, Projekte, Fakten und Termine, jede mit den Momenten, auf die sie sich stützt. Noch ist nichts entstanden.</translation>
        </message>
        <message>
            <source>No memory holds these words.</source>
            <translation>Keine Erinnerung enthält diese Wörter.</translation>
        </message>
        <message>
            <source>Nothing of this kind yet. It comes by itself as days go by.</source>
            <translation>Noch nichts dieser Art. Es kommt mit den Tagen von selbst.</translation>
        </message>
        <message>
            <source>Search memories</source>
            <translation>Erinnerungen durchsuchen</translation>
        </message>
        <message>
            <source>Search memories  ( / )</source>
            <translation>Erinnerungen durchsuchen  ( / )</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Take back the last correction</source>
            <translation>Letzte Berichtigung zurücknehmen</translation>
        </message>
        <message>
            <source>Take back the last correction (Ctrl+Z)</source>
            <translation>Letzte Berichtigung zurücknehmen (Strg+Z)</translation>
        </message>
    </context>
    <context>
        <name>MergeSheet</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Make them one</source>
            <translation>Zusammenlegen</translation>
        </message>
        <message>
            <source>Make two one</source>
            <translation>Aus zwei eins machen</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Which one is the same as {name}? It becomes a part of it.</source>
            <translation>Was ist dasselbe wie {name}? Es wird ein Teil davon.</translation>
        </message>
        <message>
            <source>Who or what it may be</source>
            <translation>Wer oder was es sein kann</translation>
        </message>
    </context>
    <context>
        <name>ModelsBlock</name>
        <message>
            <source>A model from below writes them in whole sentences instead.</source>
            <translation>Ein Modell von unten schreibt sie stattdessen in ganzen Sätzen.</translation>
        </message>
        <message>
            <source>A model that another program serves</source>
            <translation>Ein Modell, das ein anderes Programm anbietet</translation>
        </message>
        <message>
            <source>Address of the model server</source>
            <translation>Adresse des Modellservers</translation>
        </message>
        <message>
            <source>Answers are quoted from memory, word for word</source>
            <translation>Antworten sind wörtlich aus dem Gedächtnis zitiert</translation>
        </message>
        <message>
            <source>Answers are written by the model at {address}</source>
            <translation>Antworten schreibt das Modell unter {address}</translation>
        </message>
        <message>
            <source>Answers are written by {name}</source>
            <translation>Antworten schreibt {name}</translation>
        </message>
        <message>
            <source>Asking the model a made-up question. Nothing of your memory is used.</source>
            <translation>Das Modell bekommt eine erfundene Frage. Nichts aus Ihrem Gedächtnis wird benutzt.</translation>
        </message>
        <message>
            <source>Choose a GGUF file</source>
            <translation>Eine GGUF-Datei wählen</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>Laden</translation>
        </message>
        <message>
            <source>Downloading {name}</source>
            <translation>{name} wird geladen</translation>
        </message>
        <message>
            <source>English</source>
            <translation>Englisch</translation>
        </message>
        <message>
            <source>Go on, {size} are here</source>
            <translation>Weiter, {size} sind hier</translation>
        </message>
        <message>
            <source>Here</source>
            <translation>Hier</translation>
        </message>
        <message>
            <source>How much the new model has read</source>
            <translation>Wie viel das neue Modell gelesen hat</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>In Gebrauch</translation>
        </message>
        <message>
            <source>It reads everything anew when it is changed; search goes on meanwhile.</source>
            <translation>Bei einem Wechsel liest es alles neu; die Suche geht währenddessen weiter.</translation>
        </message>
        <message>
            <source>It said nothing.</source>
            <translation>Es sagte nichts.</translation>
        </message>
        <message>
            <source>Its file is not there: {path}</source>
            <translation>Seine Datei ist nicht da: {path}</translation>
        </message>
        <message>
            <source>Loaded in {loaded} s, first words after {first} s, then {speed} tokens a second. It says:</source>
            <translation>Geladen in {loaded} s, erste Wörter nach {first} s, dann {speed} Token je Sekunde. Es sagt:</translation>
        </message>
        <message>
            <source>Meaning is compared by {name}</source>
            <translation>Bedeutungen vergleicht {name}</translation>
        </message>
        <message>
            <source>Models, download, trial, LM Studio, Ollama, GGUF, server address, embedder</source>
            <translation>Modelle, laden, Probe, LM Studio, Ollama, GGUF, Serveradresse, Embedder</translation>
        </message>
        <message>
            <source>No model file was found among the downloads, in LM Studio's or in Ollama's folders.</source>
            <translation>Keine Modelldatei wurde bei den Downloads und in den Ordnern von LM Studio und Ollama gefunden.</translation>
        </message>
        <message>
            <source>Ollama, LM Studio and llama-server do. An address outside this machine is confirmed each time it changes.</source>
            <translation>Ollama, LM Studio und llama-server tun das. Eine Adresse außerhalb dieses Computers wird bei jeder Änderung bestätigt.</translation>
        </message>
        <message>
            <source>On this machine</source>
            <translation>Auf diesem Computer</translation>
        </message>
        <message>
            <source>Stopped. What was downloaded stays, and the next try goes on from there.</source>
            <translation>Angehalten. Was geladen ist, bleibt, und der nächste Versuch macht dort weiter.</translation>
        </message>
        <message>
            <source>The first that it names</source>
            <translation>Das erste, das es nennt</translation>
        </message>
        <message>
            <source>The new model has read {done} of {whole} pieces of text. Until it is done, the one before it is asked.</source>
            <translation>Das neue Modell hat {done} von {whole} Textstücken gelesen. Bis es fertig ist, wird das vorige gefragt.</translation>
        </message>
        <message>
            <source>They compare meanings</source>
            <translation>Sie vergleichen Bedeutungen</translation>
        </message>
        <message>
            <source>They write answers</source>
            <translation>Sie schreiben Antworten</translation>
        </message>
        <message>
            <source>To download</source>
            <translation>Zum Herunterladen</translation>
        </message>
        <message>
            <source>Try it</source>
            <translation>Probieren</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>Benutzen</translation>
        </message>
        <message>
            <source>Use none</source>
            <translation>Keines benutzen</translation>
        </message>
        <message>
            <source>Use the usual one</source>
            <translation>Das übliche benutzen</translation>
        </message>
        <message>
            <source>Use this address</source>
            <translation>Diese Adresse benutzen</translation>
        </message>
        <message>
            <source>compares meanings</source>
            <translation>vergleicht Bedeutungen</translation>
        </message>
        <message>
            <source>fits this machine</source>
            <translation>passt auf diesen Computer</translation>
        </message>
        <message>
            <source>more than 100 languages</source>
            <translation>mehr als 100 Sprachen</translation>
        </message>
        <message>
            <source>tight: close other programs</source>
            <translation>knapp: andere Programme schließen</translation>
        </message>
        <message>
            <source>too large for the memory that is free</source>
            <translation>zu groß für den freien Arbeitsspeicher</translation>
        </message>
        <message>
            <source>writes answers</source>
            <translation>schreibt Antworten</translation>
        </message>
        <message>
            <source>{name} is here and whole. It is not used yet.</source>
            <translation>{name} ist hier und ganz. Es wird noch nicht benutzt.</translation>
        </message>
        <message>
            <source>{n} languages</source>
            <translation>{n} Sprachen</translation>
        </message>
        <message>
            <source>{size} of working memory are free now. Nothing is fetched unless you say so, and nothing is sent.</source>
            <translation>{size} Arbeitsspeicher sind jetzt frei. Nichts wird geholt, außer Sie sagen es, und nichts wird gesendet.</translation>
        </message>
    </context>
    <context>
        <name>MomentView</name>
        <message>
            <source>Text of the moment</source>
            <translation>Text des Moments</translation>
        </message>
    </context>
    <context>
        <name>NoteSheet</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Keep the note (Ctrl+Enter)</source>
            <translation>Notiz behalten (Strg+Eingabe)</translation>
        </message>
        <message>
            <source>New note</source>
            <translation>Neue Notiz</translation>
        </message>
        <message>
            <source>Text of the note</source>
            <translation>Text der Notiz</translation>
        </message>
        <message>
            <source>What do you want to remember?</source>
            <translation>Was möchten Sie sich merken?</translation>
        </message>
    </context>
    <context>
        <name>Occurrences</name>
        <message>
            <source>1 moment</source>
            <translation>1 Moment</translation>
        </message>
        <message>
            <source>When it occurred</source>
            <translation>Wann es vorkam</translation>
        </message>
        <message>
            <source>{n} moments</source>
            <translation>{n} Momente</translation>
        </message>
        <message>
            <source>{since} to {until}</source>
            <translation>{since} bis {until}</translation>
        </message>
    </context>
    <context>
        <name>OpenSheet</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>Adresse kopieren</translation>
        </message>
        <message>
            <source>No program was found that opens this. Copy its address instead.</source>
            <translation>Kein Programm wurde gefunden, das dies öffnet. Kopieren Sie stattdessen die Adresse.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Open again</source>
            <translation>Wieder öffnen</translation>
        </message>
        <message>
            <source>Open this file?</source>
            <translation>Diese Datei öffnen?</translation>
        </message>
        <message>
            <source>Open this page in your browser?</source>
            <translation>Diese Seite im Browser öffnen?</translation>
        </message>
        <message>
            <source>The address is on the clipboard.</source>
            <translation>Die Adresse ist in der Zwischenablage.</translation>
        </message>
        <message>
            <source>This address cannot be opened safely from here.</source>
            <translation>Diese Adresse lässt sich von hier nicht sicher öffnen.</translation>
        </message>
        <message>
            <source>This file is not there any more. It may have been moved or renamed.</source>
            <translation>Diese Datei ist nicht mehr da. Sie wurde vielleicht verschoben oder umbenannt.</translation>
        </message>
        <message>
            <source>This file would run as a program. Open the folder that it lies in?</source>
            <translation>Diese Datei liefe als Programm. Den Ordner öffnen, in dem sie liegt?</translation>
        </message>
        <message>
            <source>What will be opened</source>
            <translation>Was geöffnet wird</translation>
        </message>
    </context>
    <context>
        <name>Opening</name>
        <message>
            <source>Nothing was kept then.</source>
            <translation>Damals wurde nichts aufbewahrt.</translation>
        </message>
        <message>
            <source>The moment that named it is gone.</source>
            <translation>Der Moment, der es nannte, ist weg.</translation>
        </message>
    </context>
    <context>
        <name>PickHint</name>
        <message>
            <source>Click the window to leave out. Esc cancels.</source>
            <translation>Klicken Sie auf das Fenster, das wegbleiben soll. Esc bricht ab.</translation>
        </message>
    </context>
    <context>
        <name>Picking</name>
        <message>
            <source>Leave out the application {name}</source>
            <translation>Die Anwendung {name} weglassen</translation>
        </message>
        <message>
            <source>Leave out the site {name}</source>
            <translation>Die Website {name} weglassen</translation>
        </message>
        <message>
            <source>Pick a window</source>
            <translation>Fenster anklicken</translation>
        </message>
        <message>
            <source>Then click on any window of the screen</source>
            <translation>Danach auf ein beliebiges Fenster des Bildschirms klicken</translation>
        </message>
        <message>
            <source>There is no window at that place.</source>
            <translation>An dieser Stelle ist kein Fenster.</translation>
        </message>
        <message>
            <source>What to leave out</source>
            <translation>Was weggelassen wird</translation>
        </message>
        <message>
            <source>Windows cannot be picked on this desktop now. Choose one of the list.</source>
            <translation>Fenster lassen sich hier gerade nicht anklicken. Wählen Sie eines aus der Liste.</translation>
        </message>
    </context>
    <context>
        <name>PictureView</name>
        <message>
            <source>Picture of the moment</source>
            <translation>Bild des Moments</translation>
        </message>
    </context>
    <context>
        <name>Pill</name>
        <message>
            <source>Its menu (Ctrl+R)</source>
            <translation>Ihr Menü (Strg+R)</translation>
        </message>
        <message>
            <source>Recording state: {state}</source>
            <translation>Stand der Aufnahme: {state}</translation>
        </message>
    </context>
    <context>
        <name>Preview</name>
        <message>
            <source>Preview</source>
            <translation>Vorschau</translation>
        </message>
        <message>
            <source>Up, Down: the next  ·  Enter: open  ·  Space or Esc: back</source>
            <translation>Auf, Ab: der nächste  ·  Eingabe: öffnen  ·  Leertaste oder Esc: zurück</translation>
        </message>
    </context>
    <context>
        <name>PrivacyPage</name>
        <message>
            <source>Now</source>
            <translation>Jetzt</translation>
        </message>
        <message>
            <source>Parts of this page</source>
            <translation>Teile dieser Seite</translation>
        </message>
        <message>
            <source>Storage and time</source>
            <translation>Speicher und Zeit</translation>
        </message>
        <message>
            <source>This picture is not stored. Secrets such as card numbers are painted out later, when a picture is read.</source>
            <translation>Dieses Bild wird nicht gespeichert. Geheimes wie Kartennummern wird später übermalt, wenn ein Bild gelesen wird.</translation>
        </message>
        <message>
            <source>What would be kept now</source>
            <translation>Was jetzt aufbewahrt würde</translation>
        </message>
        <message>
            <source>Windows on the screen</source>
            <translation>Fenster auf dem Bildschirm</translation>
        </message>
    </context>
    <context>
        <name>Proofs</name>
        <message>
            <source>Evidence</source>
            <translation>Belege</translation>
        </message>
    </context>
    <context>
        <name>ProposalView</name>
        <message>
            <source>Accept</source>
            <translation>Annehmen</translation>
        </message>
        <message>
            <source>Accept (A)</source>
            <translation>Annehmen (A)</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Frage</translation>
        </message>
        <message>
            <source>Reject</source>
            <translation>Ablehnen</translation>
        </message>
        <message>
            <source>Reject (R)</source>
            <translation>Ablehnen (R)</translation>
        </message>
        <message>
            <source>Say it otherwise</source>
            <translation>Anders sagen</translation>
        </message>
        <message>
            <source>Say it otherwise (E)</source>
            <translation>Anders sagen (E)</translation>
        </message>
    </context>
    <context>
        <name>QuestionsSection</name>
        <message>
            <source>Forget</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Forget all questions…</source>
            <translation>Alle Fragen vergessen…</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>What you asked is kept with its answers until you forget it. Moments stay.</source>
            <translation>Was Sie gefragt haben, bleibt mit den Antworten, bis Sie es vergessen. Momente bleiben.</translation>
        </message>
        <message>
            <source>You have asked nothing yet.</source>
            <translation>Sie haben noch nichts gefragt.</translation>
        </message>
        <message>
            <source>Your questions</source>
            <translation>Ihre Fragen</translation>
        </message>
    </context>
    <context>
        <name>Rail</name>
        <message>
            <source>New note</source>
            <translation>Neue Notiz</translation>
        </message>
        <message>
            <source>New note (Ctrl+N)</source>
            <translation>Neue Notiz (Strg+N)</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Seiten</translation>
        </message>
    </context>
    <context>
        <name>RangeSheet</name>
        <message>
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <source>From one day to another</source>
            <translation>Von einem Tag bis zu einem anderen</translation>
        </message>
        <message>
            <source>Show these days</source>
            <translation>Diese Tage zeigen</translation>
        </message>
        <message>
            <source>To</source>
            <translation>Bis</translation>
        </message>
    </context>
    <context>
        <name>ReadsSection</name>
        <message>
            <source>Empty this list</source>
            <translation>Diese Liste leeren</translation>
        </message>
        <message>
            <source>Every look into your memory, by this window or another program. The words that were asked are not kept here.</source>
            <translation>Jeder Blick in Ihr Gedächtnis, von diesem Fenster oder einem anderen Programm. Die gefragten Wörter stehen hier nicht.</translation>
        </message>
        <message>
            <source>Nobody asked for anything yet.</source>
            <translation>Noch niemand hat etwas gefragt.</translation>
        </message>
        <message>
            <source>Who asked</source>
            <translation>Wer gefragt hat</translation>
        </message>
        <message>
            <source>{n} times</source>
            <translation>{n}-mal</translation>
        </message>
        <message>
            <source>{since} to {until}</source>
            <translation>{since} bis {until}</translation>
        </message>
    </context>
    <context>
        <name>RecordingMenu</name>
        <message>
            <source>Forget the last 10 minutes…</source>
            <translation>Die letzten 10 Minuten vergessen …</translation>
        </message>
        <message>
            <source>Lock now</source>
            <translation>Jetzt sperren</translation>
        </message>
        <message>
            <source>Lock now (Ctrl+Shift+L)</source>
            <translation>Jetzt sperren (Strg+Umschalt+L)</translation>
        </message>
        <message>
            <source>Pause 1 hour</source>
            <translation>1 Stunde Pause</translation>
        </message>
        <message>
            <source>Pause 15 minutes</source>
            <translation>15 Minuten Pause</translation>
        </message>
        <message>
            <source>Pause until tomorrow</source>
            <translation>Pause bis morgen</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>Aufnahme</translation>
        </message>
        <message>
            <source>Resume recording</source>
            <translation>Aufnahme fortsetzen</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Start at login</source>
            <translation>Beim Anmelden starten</translation>
        </message>
        <message>
            <source>What would be kept now</source>
            <translation>Was jetzt aufbewahrt würde</translation>
        </message>
    </context>
    <context>
        <name>Remark</name>
        <message>
            <source>Ask about it</source>
            <translation>Danach fragen</translation>
        </message>
        <message>
            <source>Memory may hold nothing about this. What stands here only comes near.</source>
            <translation>Das Gedächtnis enthält dazu vielleicht nichts. Was hier steht, kommt dem nur nahe.</translation>
        </message>
        <message>
            <source>Nothing lies within these limits. These come nearest, outside of them.</source>
            <translation>Innerhalb dieser Grenzen liegt nichts. Diese kommen außerhalb am nächsten.</translation>
        </message>
        <message>
            <source>Search everything</source>
            <translation>Alles durchsuchen</translation>
        </message>
        <message>
            <source>These words stand nowhere in memory. What stands here means something close.</source>
            <translation>Diese Wörter stehen nirgends im Gedächtnis. Was hier steht, bedeutet Ähnliches.</translation>
        </message>
    </context>
    <context>
        <name>RetentionAsk</name>
        <message>
            <source>1 moment with its text</source>
            <translation>1 Moment mit seinem Text</translation>
        </message>
        <message>
            <source>1 picture</source>
            <translation>1 Bild</translation>
        </message>
        <message>
            <source>1 small picture</source>
            <translation>1 kleines Bild</translation>
        </message>
        <message>
            <source>Leave it as it was</source>
            <translation>So lassen, wie es war</translation>
        </message>
        <message>
            <source>Limits</source>
            <translation>Grenzen</translation>
        </message>
        <message>
            <source>Looking at what would go.</source>
            <translation>Es wird nachgesehen, was ginge.</translation>
        </message>
        <message>
            <source>Set it</source>
            <translation>Festlegen</translation>
        </message>
        <message>
            <source>Set it (Alt+S)</source>
            <translation>Festlegen (Alt+S)</translation>
        </message>
        <message>
            <source>What goes by age or size cannot be brought back. Pinned moments never go. The forecast is on the Privacy page.</source>
            <translation>Was nach Alter oder Größe geht, lässt sich nicht zurückholen. Angeheftete Momente gehen nie. Die Vorhersage steht auf der Seite „Privates“.</translation>
        </message>
        <message>
            <source>With this nothing goes within 30 days; what goes later cannot be brought back.</source>
            <translation>Damit geht innerhalb von 30 Tagen nichts; was später geht, lässt sich nicht zurückholen.</translation>
        </message>
        <message>
            <source>With this, {what} go within 30 days. They cannot be brought back.</source>
            <translation>Damit gehen innerhalb von 30 Tagen {what}. Das lässt sich nicht zurückholen.</translation>
        </message>
        <message>
            <source>{n} moments with their text</source>
            <translation>{n} Momente mit ihrem Text</translation>
        </message>
        <message>
            <source>{n} pictures</source>
            <translation>{n} Bilder</translation>
        </message>
        <message>
            <source>{n} small pictures</source>
            <translation>{n} kleine Bilder</translation>
        </message>
    </context>
    <context>
        <name>RuleRow</name>
        <message>
            <source>Change</source>
            <translation>Ändern</translation>
        </message>
        <message>
            <source>Remove this rule</source>
            <translation>Regel entfernen</translation>
        </message>
    </context>
    <context>
        <name>RulesSection</name>
        <message>
            <source>*private*</source>
            <translation>*privat*</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>Application</source>
            <translation>Anwendung</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Firefox</source>
            <translation>Firefox</translation>
        </message>
        <message>
            <source>Keep it instead</source>
            <translation>Stattdessen behalten</translation>
        </message>
        <message>
            <source>Keep it instead, also where another rule would leave it out</source>
            <translation>Stattdessen behalten, auch wo eine andere Regel es wegließe</translation>
        </message>
        <message>
            <source>Left out</source>
            <translation>Weggelassen</translation>
        </message>
        <message>
            <source>Name or pattern</source>
            <translation>Name oder Muster</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>Site</source>
            <translation>Website</translation>
        </message>
        <message>
            <source>The rule is gone.</source>
            <translation>Die Regel ist weg.</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>What the rule is about</source>
            <translation>Wovon die Regel handelt</translation>
        </message>
        <message>
            <source>What you name here is not recorded from then on. * stands for anything.</source>
            <translation>Was Sie hier nennen, wird von da an nicht aufgenommen. * steht für Beliebiges.</translation>
        </message>
        <message>
            <source>example.org</source>
            <translation>example.org</translation>
        </message>
    </context>
    <context>
        <name>SavedBar</name>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Undo (Ctrl+Z)</source>
            <translation>Rückgängig (Strg+Z)</translation>
        </message>
    </context>
    <context>
        <name>ScheduledRow</name>
        <message>
            <source>Answers</source>
            <translation>Antworten</translation>
        </message>
        <message>
            <source>Ask it: {question}</source>
            <translation>Fragen: {question}</translation>
        </message>
        <message>
            <source>Ask this no more; its answers stay</source>
            <translation>Das nicht mehr fragen; die Antworten bleiben</translation>
        </message>
        <message>
            <source>last asked {when}</source>
            <translation>zuletzt gefragt {when}</translation>
        </message>
        <message>
            <source>not asked yet</source>
            <translation>noch nicht gefragt</translation>
        </message>
    </context>
    <context>
        <name>Screens</name>
        <message>
            <source>No picture</source>
            <translation>Kein Bild</translation>
        </message>
    </context>
    <context>
        <name>SearchPage</name>
        <message>
            <source>1 moment</source>
            <translation>1 Moment</translation>
        </message>
        <message>
            <source>Ask about it instead</source>
            <translation>Stattdessen danach fragen</translation>
        </message>
        <message>
            <source>Down: to the results</source>
            <translation>Ab: zu den Treffern</translation>
        </message>
        <message>
            <source>Nothing here matches within these limits.</source>
            <translation>Innerhalb dieser Grenzen passt nichts.</translation>
        </message>
        <message>
            <source>Nothing remembered matches these words.</source>
            <translation>Nichts im Gedächtnis passt zu diesen Wörtern.</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Treffer</translation>
        </message>
        <message>
            <source>Search everything</source>
            <translation>Alles durchsuchen</translation>
        </message>
        <message>
            <source>Space: look  ·  Enter: open  ·  Esc: back</source>
            <translation>Leertaste: ansehen  ·  Eingabe: öffnen  ·  Esc: zurück</translation>
        </message>
        <message>
            <source>The best {n} moments</source>
            <translation>Die besten {n} Momente</translation>
        </message>
        <message>
            <source>Type a word, a name or what you remember of it. Moments appear as you type.</source>
            <translation>Tippen Sie ein Wort, einen Namen oder was Sie davon noch wissen. Momente erscheinen beim Tippen.</translation>
        </message>
        <message>
            <source>{moments}, by words so far</source>
            <translation>{moments}, bisher nach Wörtern</translation>
        </message>
        <message>
            <source>{n} moments</source>
            <translation>{n} Momente</translation>
        </message>
    </context>
    <context>
        <name>SecretsSection</name>
        <message>
            <source>No secret was found yet.</source>
            <translation>Noch wurde kein Geheimnis gefunden.</translation>
        </message>
        <message>
            <source>Painted out of pictures and taken out of text when it is read. What they were is not kept.</source>
            <translation>Aus Bildern übermalt und aus Text genommen, wenn er gelesen wird. Was es war, wird nicht aufbewahrt.</translation>
        </message>
        <message>
            <source>Secrets found</source>
            <translation>Gefundene Geheimnisse</translation>
        </message>
        <message>
            <source>found once</source>
            <translation>einmal gefunden</translation>
        </message>
        <message>
            <source>found {n} times</source>
            <translation>{n}-mal gefunden</translation>
        </message>
    </context>
    <context>
        <name>SettingRow</name>
        <message>
            <source>Choose it on the disk</source>
            <translation>Auf dem Datenträger wählen</translation>
        </message>
    </context>
    <context>
        <name>SettingsPage</name>
        <message>
            <source>It is as it was.</source>
            <translation>Es ist, wie es war.</translation>
        </message>
        <message>
            <source>No setting speaks of {text}.</source>
            <translation>Keine Einstellung handelt von {text}.</translation>
        </message>
        <message>
            <source>Saved.</source>
            <translation>Gespeichert.</translation>
        </message>
        <message>
            <source>Saved: {value}</source>
            <translation>Gespeichert: {value}</translation>
        </message>
        <message>
            <source>Search in settings</source>
            <translation>In den Einstellungen suchen</translation>
        </message>
    </context>
    <context>
        <name>Sheets</name>
        <message>
            <source>Applications and sites to leave out, joined by commas</source>
            <translation>Anwendungen und Websites, die wegbleiben, mit Kommas getrennt</translation>
        </message>
        <message>
            <source>Behind a passphrase: asked for at each start</source>
            <translation>Hinter einer Passphrase: bei jedem Start gefragt</translation>
        </message>
        <message>
            <source>Choose a GGUF file</source>
            <translation>Eine GGUF-Datei wählen</translation>
        </message>
        <message>
            <source>In the key file {file}</source>
            <translation>In der Schlüsseldatei {file}</translation>
        </message>
        <message>
            <source>In this computer's keyring: opens when you are logged in</source>
            <translation>Im Schlüsselbund dieses Computers: offen, wenn Sie angemeldet sind</translation>
        </message>
        <message>
            <source>In {folder}, encrypted. Nothing leaves this computer.</source>
            <translation>In {folder}, verschlüsselt. Nichts verlässt diesen Computer.</translation>
        </message>
        <message>
            <source>Leave out {app}</source>
            <translation>{app} weglassen</translation>
        </message>
        <message>
            <source>Never kept: {what}.</source>
            <translation>Nie aufbewahrt: {what}.</translation>
        </message>
        <message>
            <source>Not now: answers quote memory word for word</source>
            <translation>Nicht jetzt: Antworten zitieren das Gedächtnis Wort für Wort</translation>
        </message>
        <message>
            <source>On the screen now:</source>
            <translation>Jetzt auf dem Bildschirm:</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Passphrase</translation>
        </message>
        <message>
            <source>Pause at any time, in the upper right corner. Forget a moment, a day or all of it.</source>
            <translation>Jederzeit oben rechts anhalten. Einen Moment, einen Tag oder alles vergessen.</translation>
        </message>
        <message>
            <source>Pictures of the screen when it changes, and the words on them. Private windows and password managers are left out.</source>
            <translation>Bilder des Bildschirms, wenn er sich ändert, und die Wörter darauf. Private Fenster und Passwortverwaltungen bleiben weg.</translation>
        </message>
        <message>
            <source>Recovery key</source>
            <translation>Wiederherstellungsschlüssel</translation>
        </message>
        <message>
            <source>Signal, mail.example.org</source>
            <translation>Signal, mail.example.org</translation>
        </message>
        <message>
            <source>The first remembered moment</source>
            <translation>Der erste gemerkte Moment</translation>
        </message>
        <message>
            <source>The same passphrase again</source>
            <translation>Dieselbe Passphrase noch einmal</translation>
        </message>
        <message>
            <source>Try it now</source>
            <translation>Jetzt probieren</translation>
        </message>
        <message>
            <source>What is kept</source>
            <translation>Was aufbewahrt wird</translation>
        </message>
        <message>
            <source>Where it is kept</source>
            <translation>Wo es aufbewahrt wird</translation>
        </message>
        <message>
            <source>You decide</source>
            <translation>Sie entscheiden</translation>
        </message>
        <message>
            <source>application {name}</source>
            <translation>Anwendung {name}</translation>
        </message>
        <message>
            <source>site {name}</source>
            <translation>Website {name}</translation>
        </message>
        <message>
            <source>{name}, {size}, found in {place}</source>
            <translation>{name}, {size}, gefunden in {place}</translation>
        </message>
    </context>
    <context>
        <name>ShortcutLine</name>
        <message>
            <source>Turn off</source>
            <translation>Ausschalten</translation>
        </message>
        <message>
            <source>Turn on</source>
            <translation>Einschalten</translation>
        </message>
    </context>
    <context>
        <name>ShortcutsBlock</name>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
    </context>
    <context>
        <name>StorageSection</name>
        <message>
            <source> GB</source>
            <translation> GB</translation>
        </message>
        <message>
            <source> days</source>
            <translation> Tage</translation>
        </message>
        <message>
            <source>1 moment with its text</source>
            <translation>1 Moment mit seinem Text</translation>
        </message>
        <message>
            <source>1 picture</source>
            <translation>1 Bild</translation>
        </message>
        <message>
            <source>1 small picture</source>
            <translation>1 kleines Bild</translation>
        </message>
        <message>
            <source>At this pace {cap} are never reached.</source>
            <translation>Bei diesem Tempo werden {cap} nie erreicht.</translation>
        </message>
        <message>
            <source>At this pace {cap} are reached in {month}.</source>
            <translation>Bei diesem Tempo sind {cap} im {month} erreicht.</translation>
        </message>
        <message>
            <source>For ever</source>
            <translation>Für immer</translation>
        </message>
        <message>
            <source>It grows by {size} a day.</source>
            <translation>Es wächst um {size} am Tag.</translation>
        </message>
        <message>
            <source>It is above {cap}: the oldest pictures go.</source>
            <translation>Es liegt über {cap}: Die ältesten Bilder gehen.</translation>
        </message>
        <message>
            <source>Leave them as they were</source>
            <translation>So lassen, wie sie waren</translation>
        </message>
        <message>
            <source>No limit</source>
            <translation>Keine Grenze</translation>
        </message>
        <message>
            <source>No limit is set; {free} are free on the disk.</source>
            <translation>Keine Grenze ist gesetzt; {free} sind auf dem Datenträger frei.</translation>
        </message>
        <message>
            <source>Nothing was recorded yet, so nobody can say how fast the memory grows.</source>
            <translation>Noch wurde nichts aufgenommen, also weiß niemand, wie schnell das Gedächtnis wächst.</translation>
        </message>
        <message>
            <source>Pictures {size}</source>
            <translation>Bilder {size}</translation>
        </message>
        <message>
            <source>Save these limits</source>
            <translation>Diese Grenzen speichern</translation>
        </message>
        <message>
            <source>Small pictures {size}</source>
            <translation>Kleine Bilder {size}</translation>
        </message>
        <message>
            <source>Storage and time</source>
            <translation>Speicher und Zeit</translation>
        </message>
        <message>
            <source>Text and index {size}</source>
            <translation>Text und Index {size}</translation>
        </message>
        <message>
            <source>The limits are saved.</source>
            <translation>Die Grenzen sind gespeichert.</translation>
        </message>
        <message>
            <source>With these limits nothing goes within 30 days.</source>
            <translation>Mit diesen Grenzen geht innerhalb von 30 Tagen nichts.</translation>
        </message>
        <message>
            <source>With these limits {what} go within 30 days, about {size}. They cannot be brought back.</source>
            <translation>Mit diesen Grenzen gehen innerhalb von 30 Tagen {what}, etwa {size}. Das lässt sich nicht zurückholen.</translation>
        </message>
        <message>
            <source>{n} moments with their text</source>
            <translation>{n} Momente mit ihrem Text</translation>
        </message>
        <message>
            <source>{n} pictures</source>
            <translation>{n} Bilder</translation>
        </message>
        <message>
            <source>{n} small pictures</source>
            <translation>{n} kleine Bilder</translation>
        </message>
        <message>
            <source>{size} of {cap}</source>
            <translation>{size} von {cap}</translation>
        </message>
        <message>
            <source>{size} together</source>
            <translation>{size} zusammen</translation>
        </message>
        <message>
            <source>{what} go within 30 days, about {size}.</source>
            <translation>Innerhalb von 30 Tagen gehen {what}, etwa {size}.</translation>
        </message>
    </context>
    <context>
        <name>StretchesSheet</name>
        <message>
            <source>Search within these</source>
            <translation>Darin suchen</translation>
        </message>
        <message>
            <source>Stretches</source>
            <translation>Abschnitte</translation>
        </message>
        <message>
            <source>Stretches of {name}</source>
            <translation>Abschnitte von {name}</translation>
        </message>
        <message>
            <source>{time} in {times}, the longest first</source>
            <translation>{time} in {times}, die längsten zuerst</translation>
        </message>
        <message>
            <source>{time} in {times}; the {n} longest</source>
            <translation>{time} in {times}; die {n} längsten</translation>
        </message>
    </context>
    <context>
        <name>Strip</name>
        <message>
            <source>Pictures of the day</source>
            <translation>Bilder des Tages</translation>
        </message>
    </context>
    <context>
        <name>TimelineHead</name>
        <message>
            <source>Copy text</source>
            <translation>Text kopieren</translation>
        </message>
        <message>
            <source>Copy the text (Ctrl+C)</source>
            <translation>Text kopieren (Strg+C)</translation>
        </message>
        <message>
            <source>Day after</source>
            <translation>Tag danach</translation>
        </message>
        <message>
            <source>Day after (Ctrl+Right)</source>
            <translation>Tag danach (Strg+Rechts)</translation>
        </message>
        <message>
            <source>Day before</source>
            <translation>Tag davor</translation>
        </message>
        <message>
            <source>Day before (Ctrl+Left)</source>
            <translation>Tag davor (Strg+Links)</translation>
        </message>
        <message>
            <source>Day: {day}</source>
            <translation>Tag: {day}</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Forget this moment (Delete)</source>
            <translation>Diesen Moment vergessen (Entf)</translation>
        </message>
        <message>
            <source>Go to a day</source>
            <translation>Zu einem Tag gehen</translation>
        </message>
        <message>
            <source>Go to a day (Ctrl+G)</source>
            <translation>Zu einem Tag gehen (Strg+G)</translation>
        </message>
        <message>
            <source>Mark the recognised words</source>
            <translation>Erkannte Wörter markieren</translation>
        </message>
        <message>
            <source>Moments a second: slower (,) or faster (.)</source>
            <translation>Momente je Sekunde: langsamer (,) oder schneller (.)</translation>
        </message>
        <message>
            <source>Newest</source>
            <translation>Neuester</translation>
        </message>
        <message>
            <source>Newest moment (N)</source>
            <translation>Neuester Moment (N)</translation>
        </message>
        <message>
            <source>Nothing to open: no address was known then</source>
            <translation>Nichts zu öffnen: Damals war keine Adresse bekannt</translation>
        </message>
        <message>
            <source>Open again</source>
            <translation>Wieder öffnen</translation>
        </message>
        <message>
            <source>Open the file again (O)</source>
            <translation>Datei wieder öffnen (O)</translation>
        </message>
        <message>
            <source>Open the page again (O)</source>
            <translation>Seite wieder öffnen (O)</translation>
        </message>
        <message>
            <source>Pin this moment</source>
            <translation>Diesen Moment anheften</translation>
        </message>
        <message>
            <source>Pin: keep it whole</source>
            <translation>Anheften: ganz behalten</translation>
        </message>
        <message>
            <source>Pin: keep it whole, however old it grows (P)</source>
            <translation>Anheften: ganz behalten, wie alt er auch wird (P)</translation>
        </message>
        <message>
            <source>Pinned: let it age again</source>
            <translation>Angeheftet: wieder altern lassen</translation>
        </message>
        <message>
            <source>Pinned: let it age again (P)</source>
            <translation>Angeheftet: wieder altern lassen (P)</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>Abspielen</translation>
        </message>
        <message>
            <source>Play the day (Space)</source>
            <translation>Den Tag abspielen (Leertaste)</translation>
        </message>
        <message>
            <source>Speed: {n} moments a second</source>
            <translation>Tempo: {n} Momente je Sekunde</translation>
        </message>
        <message>
            <source>Stop playing</source>
            <translation>Abspielen anhalten</translation>
        </message>
        <message>
            <source>Stop playing (Space)</source>
            <translation>Abspielen anhalten (Leertaste)</translation>
        </message>
        <message>
            <source>{n} / s</source>
            <translation>{n} / s</translation>
        </message>
        <message>
            <source>{n} moments selected, {since} to {until}</source>
            <translation>{n} Momente ausgewählt, {since} bis {until}</translation>
        </message>
    </context>
    <context>
        <name>TimelinePage</name>
        <message>
            <source>Nothing is remembered yet, and recording is paused.</source>
            <translation>Noch ist nichts gemerkt, und die Aufnahme pausiert.</translation>
        </message>
        <message>
            <source>Nothing is remembered yet.</source>
            <translation>Noch ist nichts gemerkt.</translation>
        </message>
        <message>
            <source>Nothing is remembered yet. What the screen shows appears here in a moment.</source>
            <translation>Noch ist nichts gemerkt. Was der Bildschirm zeigt, erscheint gleich hier.</translation>
        </message>
        <message>
            <source>Recollect is not recording.</source>
            <translation>Recollect nimmt nicht auf.</translation>
        </message>
        <message>
            <source>Resume recording</source>
            <translation>Aufnahme fortsetzen</translation>
        </message>
        <message>
            <source>This is the end of the day.</source>
            <translation>Das ist das Ende des Tages.</translation>
        </message>
        <message>
            <source>This moment belongs to no episode yet.</source>
            <translation>Dieser Moment gehört noch zu keiner Episode.</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Noch einmal versuchen</translation>
        </message>
        <message>
            <source>What is kept now</source>
            <translation>Was jetzt aufbewahrt wird</translation>
        </message>
        <message>
            <source>{day}: nothing was kept. This is the nearest day.</source>
            <translation>{day}: Nichts wurde aufbewahrt. Das ist der nächste Tag.</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>About this moment</source>
            <translation>Zu diesem Moment</translation>
        </message>
        <message>
            <source>About this moment (I)</source>
            <translation>Zu diesem Moment (I)</translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message>
            <source>Open Recollect</source>
            <translation>Recollect öffnen</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
    </context>
    <context>
        <name>TurnView</name>
        <message>
            <source>1 moment</source>
            <translation>1 Moment</translation>
        </message>
        <message>
            <source>Ask this again</source>
            <translation>Noch einmal fragen</translation>
        </message>
        <message>
            <source>Ask this by itself from now on</source>
            <translation>Das von jetzt an von selbst fragen</translation>
        </message>
        <message>
            <source>Beside it stand the nearest moments, which prove nothing.</source>
            <translation>Daneben stehen die nächstliegenden Momente, die nichts beweisen.</translation>
        </message>
        <message>
            <source>By the model, from {moments}; every sentence was checked against them.</source>
            <translation>Vom Modell, aus: {moments}; jeder Satz wurde daran geprüft.</translation>
        </message>
        <message>
            <source>Copy the answer with its sources</source>
            <translation>Antwort mit ihren Quellen kopieren</translation>
        </message>
        <message>
            <source>Exact, proved by {moments}. No model was asked.</source>
            <translation>Genau, belegt durch: {moments}. Kein Modell wurde gefragt.</translation>
        </message>
        <message>
            <source>Looking through memory…</source>
            <translation>Das Gedächtnis wird durchgesehen…</translation>
        </message>
        <message>
            <source>Question and answer</source>
            <translation>Frage und Antwort</translation>
        </message>
        <message>
            <source>Quoted so far. The model reads…</source>
            <translation>Bisher zitiert. Das Modell liest…</translation>
        </message>
        <message>
            <source>Stopped.</source>
            <translation>Angehalten.</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird angehalten…</translation>
        </message>
        <message>
            <source>The answer and its sources are on the clipboard.</source>
            <translation>Die Antwort und ihre Quellen sind in der Zwischenablage.</translation>
        </message>
        <message>
            <source>The words stand in {moments}. No model was asked.</source>
            <translation>Die Wörter stehen in: {moments}. Kein Modell wurde gefragt.</translation>
        </message>
        <message>
            <source>Understood as: {question}</source>
            <translation>Verstanden als: {question}</translation>
        </message>
        <message>
            <source>What was quoted so far is forgotten now. The model reads…</source>
            <translation>Was bisher zitiert war, ist nun vergessen. Das Modell liest…</translation>
        </message>
        <message>
            <source>Writing. Each sentence is checked when it is done.</source>
            <translation>Es wird geschrieben. Jeder fertige Satz wird geprüft.</translation>
        </message>
        <message>
            <source>{n} moments</source>
            <translation>{n} Momente</translation>
        </message>
    </context>
    <context>
        <name>UnderstoodBar</name>
        <message>
            <source>What was understood</source>
            <translation>Was verstanden wurde</translation>
        </message>
    </context>
    <context>
        <name>UnusedRow</name>
        <message>
            <source>Found, but others answer better.</source>
            <translation>Gefunden, aber andere antworten besser.</translation>
        </message>
        <message>
            <source>It speaks to machines, so the model was not given it.</source>
            <translation>Es wendet sich an Maschinen, darum bekam das Modell es nicht.</translation>
        </message>
    </context>
    <context>
        <name>Window</name>
        <message>
            <source>Forgotten. For some seconds this can be undone on the timeline.</source>
            <translation>Vergessen. Auf der Zeitleiste lässt sich das noch einige Sekunden lang zurücknehmen.</translation>
        </message>
        <message>
            <source>The note is kept.</source>
            <translation>Die Notiz ist aufbewahrt.</translation>
        </message>
    </context>
    <context>
        <name>WindowRow</name>
        <message>
            <source>Leave out</source>
            <translation>Weglassen</translation>
        </message>
        <message>
            <source>Leave out the application</source>
            <translation>Die Anwendung weglassen</translation>
        </message>
        <message>
            <source>Leave out the application {name}</source>
            <translation>Die Anwendung {name} weglassen</translation>
        </message>
        <message>
            <source>Leave out the site</source>
            <translation>Die Website weglassen</translation>
        </message>
        <message>
            <source>Leave out the site {name}</source>
            <translation>Die Website {name} weglassen</translation>
        </message>
        <message>
            <source>Unknown window</source>
            <translation>Unbekanntes Fenster</translation>
        </message>
    </context>
    <context>
        <name>Year</name>
        <message>
            <source>1 moment</source>
            <translation>1 Moment</translation>
        </message>
        <message>
            <source>Days that hold moments</source>
            <translation>Tage mit Momenten</translation>
        </message>
        <message>
            <source>{n} moments</source>
            <translation>{n} Momente</translation>
        </message>
    </context>
    <context>
        <name>YearOfHours</name>
        <message>
            <source>The year by hours at the computer</source>
            <translation>Das Jahr nach Stunden am Computer</translation>
        </message>
        <message>
            <source>The year by hours at the computer: {day}</source>
            <translation>Das Jahr nach Stunden am Computer: {day}</translation>
        </message>
        <message>
            <source>{day}, not counted yet</source>
            <translation>{day}, noch nicht gezählt</translation>
        </message>
    </context>
    <context>
        <name>_Undo</name>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
    </context>
    <context>
        <name>beliefs</name>
        <message>
            <source>About you</source>
            <translation>Über Sie</translation>
        </message>
        <message>
            <source>Appointment</source>
            <translation>Termin</translation>
        </message>
        <message>
            <source>Appointments</source>
            <translation>Termine</translation>
        </message>
        <message>
            <source>Are they the same?</source>
            <translation>Sind sie dasselbe?</translation>
        </message>
        <message>
            <source>Are {one} and {other} the same?</source>
            <translation>Sind {one} und {other} dasselbe?</translation>
        </message>
        <message>
            <source>Both hold</source>
            <translation>Beide gelten</translation>
        </message>
        <message>
            <source>Both name the same</source>
            <translation>Beide nennen dasselbe</translation>
        </message>
        <message>
            <source>Both name {names}</source>
            <translation>Beide nennen {names}</translation>
        </message>
        <message>
            <source>Digest</source>
            <translation>Überblick</translation>
        </message>
        <message>
            <source>Digests</source>
            <translation>Überblicke</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>Dokument</translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>Dokumente</translation>
        </message>
        <message>
            <source>Episode</source>
            <translation>Episode</translation>
        </message>
        <message>
            <source>Episodes</source>
            <translation>Episoden</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>Alles</translation>
        </message>
        <message>
            <source>Fact</source>
            <translation>Fakt</translation>
        </message>
        <message>
            <source>Facts</source>
            <translation>Fakten</translation>
        </message>
        <message>
            <source>Forget it</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Inbox</source>
            <translation>Eingang</translation>
        </message>
        <message>
            <source>Is it a secret?</source>
            <translation>Ist es ein Geheimnis?</translation>
        </message>
        <message>
            <source>Is it past?</source>
            <translation>Ist es vergangen?</translation>
        </message>
        <message>
            <source>Is it wrong?</source>
            <translation>Stimmt es nicht?</translation>
        </message>
        <message>
            <source>It is past</source>
            <translation>Es ist vergangen</translation>
        </message>
        <message>
            <source>It is right</source>
            <translation>Es stimmt</translation>
        </message>
        <message>
            <source>It is wrong</source>
            <translation>Es stimmt nicht</translation>
        </message>
        <message>
            <source>It still holds</source>
            <translation>Es gilt noch</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Make them one</source>
            <translation>Zusammenlegen</translation>
        </message>
        <message>
            <source>Near in meaning</source>
            <translation>In der Bedeutung nah</translation>
        </message>
        <message>
            <source>One names the other</source>
            <translation>Eines nennt das andere</translation>
        </message>
        <message>
            <source>Only the first one holds</source>
            <translation>Nur das erste gilt</translation>
        </message>
        <message>
            <source>Past</source>
            <translation>Vergangen</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Personen</translation>
        </message>
        <message>
            <source>Person</source>
            <translation>Person</translation>
        </message>
        <message>
            <source>Place or thing</source>
            <translation>Ort oder Ding</translation>
        </message>
        <message>
            <source>Places and things</source>
            <translation>Orte und Dinge</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>Projekt</translation>
        </message>
        <message>
            <source>Projects</source>
            <translation>Projekte</translation>
        </message>
        <message>
            <source>Put away as past</source>
            <translation>Als vergangen weggelegt</translation>
        </message>
        <message>
            <source>Seen at the same moment</source>
            <translation>Im selben Moment gesehen</translation>
        </message>
        <message>
            <source>Since {day}</source>
            <translation>Seit {day}</translation>
        </message>
        <message>
            <source>Stands on 1 moment</source>
            <translation>Stützt sich auf 1 Moment</translation>
        </message>
        <message>
            <source>Stands on little so far</source>
            <translation>Stützt sich bisher auf wenig</translation>
        </message>
        <message>
            <source>Stands on {n} moments</source>
            <translation>Stützt sich auf {n} Momente</translation>
        </message>
        <message>
            <source>Stands on {n} moments, the first {shown} of them</source>
            <translation>Stützt sich auf {n} Momente, die ersten {shown} davon</translation>
        </message>
        <message>
            <source>Two different ones</source>
            <translation>Zwei verschiedene</translation>
        </message>
        <message>
            <source>Until {when}: {why}</source>
            <translation>Bis {when}: {why}</translation>
        </message>
        <message>
            <source>Way of doing things</source>
            <translation>Vorgehensweise</translation>
        </message>
        <message>
            <source>Ways of doing things</source>
            <translation>Vorgehensweisen</translation>
        </message>
        <message>
            <source>Week {week} of {year}</source>
            <translation>Woche {week} {year}</translation>
        </message>
        <message>
            <source>Which one holds?</source>
            <translation>Was gilt?</translation>
        </message>
        <message>
            <source>Without a title</source>
            <translation>Ohne Titel</translation>
        </message>
        <message>
            <source>You said that it is wrong</source>
            <translation>Sie sagten, es stimme nicht</translation>
        </message>
        <message>
            <source>in your words</source>
            <translation>in Ihren Worten</translation>
        </message>
        <message>
            <source>made anew</source>
            <translation>neu erstellt</translation>
        </message>
        <message>
            <source>something newer took its place</source>
            <translation>etwas Neueres trat an seine Stelle</translation>
        </message>
        <message>
            <source>you changed it</source>
            <translation>von Ihnen geändert</translation>
        </message>
        <message>
            <source>you made it one with another</source>
            <translation>von Ihnen mit etwas anderem zusammengelegt</translation>
        </message>
        <message>
            <source>you put it away as past</source>
            <translation>von Ihnen als vergangen weggelegt</translation>
        </message>
        <message>
            <source>you said that it is right</source>
            <translation>Sie sagten, es stimme</translation>
        </message>
        <message>
            <source>you said that it is wrong</source>
            <translation>Sie sagten, es stimme nicht</translation>
        </message>
        <message>
            <source>you said that something newer holds</source>
            <translation>Sie sagten, etwas Neueres gelte</translation>
        </message>
        <message>
            <source>{day}, {since} to {until}</source>
            <translation>{day}, {since} bis {until}</translation>
        </message>
        <message>
            <source>{day}, {time}</source>
            <translation>{day}, {time}</translation>
        </message>
        <message>
            <source>{one} and {other} contradict each other. Does only the first one hold?</source>
            <translation>{one} und {other} widersprechen sich. Gilt nur das erste?</translation>
        </message>
        <message>
            <source>{one} looks like a secret. Forget it?</source>
            <translation>{one} sieht nach einem Geheimnis aus. Vergessen?</translation>
        </message>
        <message>
            <source>{one} stands on one moment only. Is it wrong?</source>
            <translation>{one} stützt sich nur auf einen Moment. Stimmt es nicht?</translation>
        </message>
        <message>
            <source>{one} was not met for long. Is it past?</source>
            <translation>{one} kam lange nicht mehr vor. Ist es vergangen?</translation>
        </message>
        <message>
            <source>{since} to {until}</source>
            <translation>{since} bis {until}</translation>
        </message>
    </context>
    <context>
        <name>bug</name>
        <message>
            <source>Something went wrong in Recollect itself. What is kept is not lost.</source>
            <translation>In Recollect selbst ging etwas schief. Was aufbewahrt ist, ist nicht verloren.</translation>
        </message>
    </context>
    <context>
        <name>by_itself</name>
        <message>
            <source>At weekends</source>
            <translation>Am Wochenende</translation>
        </message>
        <message>
            <source>Every day</source>
            <translation>Jeden Tag</translation>
        </message>
        <message>
            <source>Monday to Friday</source>
            <translation>Montag bis Freitag</translation>
        </message>
        <message>
            <source>{days} at {time}</source>
            <translation>{days} um {time}</translation>
        </message>
    </context>
    <context>
        <name>draft</name>
        <message>
            <source>For everybody</source>
            <translation>Für alle</translation>
        </message>
        <message>
            <source>For the family</source>
            <translation>Für die Familie</translation>
        </message>
        <message>
            <source>For work</source>
            <translation>Für die Arbeit</translation>
        </message>
        <message>
            <source>Not shown</source>
            <translation>Nicht gezeigt</translation>
        </message>
        <message>
            <source>Reply</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>Stand-up</source>
            <translation>Stand-up</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>Zusammenfassung</translation>
        </message>
        <message>
            <source>To whom, or which conversation</source>
            <translation>An wen, oder welches Gespräch</translation>
        </message>
        <message>
            <source>Which day; empty is today</source>
            <translation>Welcher Tag; leer ist heute</translation>
        </message>
        <message>
            <source>Which project</source>
            <translation>Welches Projekt</translation>
        </message>
    </context>
    <context>
        <name>examples</name>
        <message>
            <source>How long was I in {name} last week?</source>
            <translation>Wie lange war ich letzte Woche in {name}?</translation>
        </message>
        <message>
            <source>How long was I in {name} yesterday?</source>
            <translation>Wie lange war ich gestern in {name}?</translation>
        </message>
        <message>
            <source>What did I promise {name}?</source>
            <translation>Was habe ich {name} versprochen?</translation>
        </message>
        <message>
            <source>What did I read on {name}?</source>
            <translation>Was habe ich auf {name} gelesen?</translation>
        </message>
        <message>
            <source>What was decided about {name}?</source>
            <translation>Was wurde über {name} entschieden?</translation>
        </message>
        <message>
            <source>When did I last hear from {name}?</source>
            <translation>Wann habe ich zuletzt von {name} gehört?</translation>
        </message>
        <message>
            <source>Which appointments do I have?</source>
            <translation>Welche Termine habe ich?</translation>
        </message>
        <message>
            <source>Which apps did I use most last week?</source>
            <translation>Welche Anwendungen habe ich letzte Woche am meisten benutzt?</translation>
        </message>
    </context>
    <context>
        <name>filters</name>
        <message>
            <source>Copied text</source>
            <translation>Kopierter Text</translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>Dokumente</translation>
        </message>
        <message>
            <source>Last 30 days</source>
            <translation>Letzte 30 Tage</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>Letzte 7 Tage</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>Nachrichten</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>Notizen</translation>
        </message>
        <message>
            <source>Pictures of the screen</source>
            <translation>Bilder des Bildschirms</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>Gestern</translation>
        </message>
    </context>
    <context>
        <name>insights</name>
        <message>
            <source>1 stretch</source>
            <translation>1 Abschnitt</translation>
        </message>
        <message>
            <source>Applications</source>
            <translation>Anwendungen</translation>
        </message>
        <message>
            <source>Appointments</source>
            <translation>Termine</translation>
        </message>
        <message>
            <source>Asleep</source>
            <translation>Im Ruhezustand</translation>
        </message>
        <message>
            <source>At the computer</source>
            <translation>Am Computer</translation>
        </message>
        <message>
            <source>Away</source>
            <translation>Abwesend</translation>
        </message>
        <message>
            <source>Could not be kept</source>
            <translation>Nicht aufzubewahren</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>Tag</translation>
        </message>
        <message>
            <source>Focus</source>
            <translation>Vertieft</translation>
        </message>
        <message>
            <source>Left out</source>
            <translation>Weggelassen</translation>
        </message>
        <message>
            <source>Locked</source>
            <translation>Gesperrt</translation>
        </message>
        <message>
            <source>Meetings</source>
            <translation>Besprechungen</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>Monat</translation>
        </message>
        <message>
            <source>No application was in front for long enough to count.</source>
            <translation>Keine Anwendung war lange genug vorn, um zu zählen.</translation>
        </message>
        <message>
            <source>No call was on the screen, and no appointment is known.</source>
            <translation>Kein Gespräch war auf dem Bildschirm, und kein Termin ist bekannt.</translation>
        </message>
        <message>
            <source>Not running</source>
            <translation>Nicht gelaufen</translation>
        </message>
        <message>
            <source>Nothing stayed in front for 15 minutes without a break.</source>
            <translation>Nichts blieb 15 Minuten ohne Unterbrechung vorn.</translation>
        </message>
        <message>
            <source>Of all the time since memory began, by what the recorder did each time it looked.</source>
            <translation>Von der ganzen Zeit seit Beginn des Gedächtnisses, nach dem, was die Aufnahme bei jedem Blick tat.</translation>
        </message>
        <message>
            <source>Other days…</source>
            <translation>Andere Tage …</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>Pausiert</translation>
        </message>
        <message>
            <source>Projects</source>
            <translation>Projekte</translation>
        </message>
        <message>
            <source>Projects appear here once a name heads several windows on several days.</source>
            <translation>Projekte erscheinen hier, sobald ein Name an mehreren Tagen über mehreren Fenstern steht.</translation>
        </message>
        <message>
            <source>Recollect did not run then, so there is nothing to show.</source>
            <translation>Recollect lief damals nicht, also gibt es nichts zu zeigen.</translation>
        </message>
        <message>
            <source>Recorded</source>
            <translation>Aufgenommen</translation>
        </message>
        <message>
            <source>Sites</source>
            <translation>Websites</translation>
        </message>
        <message>
            <source>Sites appear here where the browser says which page it shows.</source>
            <translation>Websites erscheinen hier, wo der Browser sagt, welche Seite er zeigt.</translation>
        </message>
        <message>
            <source>Stretches of 15 minutes or more at one document, page or application; anything else in front ends one.</source>
            <translation>Abschnitte von mindestens 15 Minuten in einem Dokument, einer Seite oder Anwendung; alles andere davor beendet einen.</translation>
        </message>
        <message>
            <source>The recorder left no record of these days; they came from elsewhere.</source>
            <translation>Die Aufnahme hat von diesen Tagen keine Spur; sie kamen anderswoher.</translation>
        </message>
        <message>
            <source>The year</source>
            <translation>Das Jahr</translation>
        </message>
        <message>
            <source>This week, {days}</source>
            <translation>Diese Woche, {days}</translation>
        </message>
        <message>
            <source>Time in a calling program, on a site for calls, or in a window whose title says that it is a call. Appointments are listed and not added.</source>
            <translation>Zeit in einem Programm für Gespräche, auf einer Website dafür oder in einem Fenster, dessen Titel es sagt. Termine sind aufgeführt und nicht dazugezählt.</translation>
        </message>
        <message>
            <source>Time in which something was in front and you were there; several monitors at once count once.</source>
            <translation>Zeit, in der etwas vorn war und Sie da waren; mehrere Monitore zugleich zählen einmal.</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>Woche</translation>
        </message>
        <message>
            <source>What was recorded</source>
            <translation>Was aufgenommen wurde</translation>
        </message>
        <message>
            <source>Windows whose title names the project; a window may count for several.</source>
            <translation>Fenster, deren Titel das Projekt nennt; ein Fenster kann für mehrere zählen.</translation>
        </message>
        <message>
            <source>Year</source>
            <translation>Jahr</translation>
        </message>
        <message>
            <source>d</source>
            <translation>d.</translation>
        </message>
        <message>
            <source>d MMMM</source>
            <translation>d. MMMM</translation>
        </message>
        <message>
            <source>d MMMM yyyy</source>
            <translation>d. MMMM yyyy</translation>
        </message>
        <message>
            <source>ddd d MMM</source>
            <translation>ddd d. MMM</translation>
        </message>
        <message>
            <source>{day}, {since} – {until}</source>
            <translation>{day}, {since} – {until}</translation>
        </message>
        <message>
            <source>{hours} h</source>
            <translation>{hours} h</translation>
        </message>
        <message>
            <source>{hours} h {minutes} min</source>
            <translation>{hours} h {minutes} min</translation>
        </message>
        <message>
            <source>{n} min</source>
            <translation>{n} min</translation>
        </message>
        <message>
            <source>{n} s</source>
            <translation>{n} s</translation>
        </message>
        <message>
            <source>{n} stretches</source>
            <translation>{n} Abschnitte</translation>
        </message>
    </context>
    <context>
        <name>pages</name>
        <message>
            <source>Ask</source>
            <translation>Fragen</translation>
        </message>
        <message>
            <source>Insights</source>
            <translation>Einblicke</translation>
        </message>
        <message>
            <source>Memories</source>
            <translation>Erinnerungen</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>Privates</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>Zeitleiste</translation>
        </message>
    </context>
    <context>
        <name>reads</name>
        <message>
            <source>A question asked by itself</source>
            <translation>Eine Frage, die von selbst gestellt wird</translation>
        </message>
        <message>
            <source>Command line</source>
            <translation>Befehlszeile</translation>
        </message>
        <message>
            <source>Command line, with the models of this session</source>
            <translation>Befehlszeile, mit den Modellen dieser Sitzung</translation>
        </message>
        <message>
            <source>This window</source>
            <translation>Dieses Fenster</translation>
        </message>
        <message>
            <source>asked a question</source>
            <translation>stellte eine Frage</translation>
        </message>
        <message>
            <source>compared a question by meaning</source>
            <translation>verglich eine Frage nach Bedeutung</translation>
        </message>
        <message>
            <source>exported everything</source>
            <translation>exportierte alles</translation>
        </message>
        <message>
            <source>had a text drafted</source>
            <translation>ließ einen Text entwerfen</translation>
        </message>
        <message>
            <source>had an answer written</source>
            <translation>ließ eine Antwort schreiben</translation>
        </message>
        <message>
            <source>listed moments</source>
            <translation>listete Momente auf</translation>
        </message>
        <message>
            <source>looked at a moment</source>
            <translation>sah einen Moment an</translation>
        </message>
        <message>
            <source>looked at moments</source>
            <translation>sah Momente an</translation>
        </message>
        <message>
            <source>made a backup</source>
            <translation>machte eine Sicherung</translation>
        </message>
        <message>
            <source>opened the vault</source>
            <translation>öffnete den Tresor</translation>
        </message>
        <message>
            <source>read memories</source>
            <translation>las Erinnerungen</translation>
        </message>
        <message>
            <source>searched</source>
            <translation>suchte</translation>
        </message>
    </context>
    <context>
        <name>rules</name>
        <message>
            <source>Application {pattern} is kept</source>
            <translation>Anwendung {pattern} wird aufbewahrt</translation>
        </message>
        <message>
            <source>Application {pattern} is left out</source>
            <translation>Anwendung {pattern} bleibt weg</translation>
        </message>
        <message>
            <source>Site {pattern} is kept</source>
            <translation>Website {pattern} wird aufbewahrt</translation>
        </message>
        <message>
            <source>Site {pattern} is left out</source>
            <translation>Website {pattern} bleibt weg</translation>
        </message>
        <message>
            <source>Windows with {pattern} in their title are kept</source>
            <translation>Fenster mit {pattern} im Titel werden aufbewahrt</translation>
        </message>
        <message>
            <source>Windows with {pattern} in their title are left out</source>
            <translation>Fenster mit {pattern} im Titel bleiben weg</translation>
        </message>
    </context>
    <context>
        <name>secrets</name>
        <message>
            <source>Access tokens</source>
            <translation>Zugangsmarken</translation>
        </message>
        <message>
            <source>Account numbers</source>
            <translation>Kontonummern</translation>
        </message>
        <message>
            <source>Card numbers</source>
            <translation>Kartennummern</translation>
        </message>
        <message>
            <source>Keys of programs</source>
            <translation>Schlüssel von Programmen</translation>
        </message>
        <message>
            <source>Passwords</source>
            <translation>Passwörter</translation>
        </message>
        <message>
            <source>Patterns of your own</source>
            <translation>Eigene Muster</translation>
        </message>
        <message>
            <source>Private keys</source>
            <translation>Private Schlüssel</translation>
        </message>
    </context>
    <context>
        <name>sentences</name>
        <message>
            <source>'{text}' is not a length of time. Try 10m, 1h or '2 days'.</source>
            <translation>'{text}' ist keine Zeitspanne. Versuchen Sie 10m, 1h oder '2 days'.</translation>
        </message>
        <message>
            <source>'{text}' is not a time at which something can be asked again and again. Try 'evening 18:00', 'weekday 9:00' or 'friday'.</source>
            <translation>'{text}' ist keine Zeit, zu der immer wieder gefragt werden kann. Versuchen Sie 'evening 18:00', 'weekday 9:00' oder 'friday'.</translation>
        </message>
        <message>
            <source>'{text}' is not a time that Recollect understands. Try 2026-11-20T15:00, 'yesterday' or 'last tuesday'.</source>
            <translation>'{text}' ist keine Zeit, die Recollect versteht. Versuchen Sie 2026-11-20T15:00, 'yesterday' oder 'last tuesday'.</translation>
        </message>
        <message>
            <source>A backup cannot lie inside the memory's own folder, nor around it. Choose another folder than {folder}.</source>
            <translation>Eine Sicherung kann weder im Ordner des Gedächtnisses noch um ihn herum liegen. Wählen Sie einen anderen Ordner als {folder}.</translation>
        </message>
        <message>
            <source>A locked screen is never kept.</source>
            <translation>Ein Sperrbildschirm wird nie aufbewahrt.</translation>
        </message>
        <message>
            <source>A model to write answers is set.</source>
            <translation>Ein Modell zum Schreiben von Antworten ist gesetzt.</translation>
        </message>
        <message>
            <source>A picture of the screen would be kept, without what is left out.</source>
            <translation>Ein Bild des Bildschirms würde aufbewahrt, ohne das, was weggelassen ist.</translation>
        </message>
        <message>
            <source>A thing in the vault cannot be opened: it is damaged, or was put there by somebody else.</source>
            <translation>Etwas im Tresor lässt sich nicht öffnen: Es ist beschädigt oder wurde von jemand anderem hineingelegt.</translation>
        </message>
        <message>
            <source>All stays as it is, and it is not asked again.</source>
            <translation>Alles bleibt, wie es ist, und es wird nicht noch einmal gefragt.</translation>
        </message>
        <message>
            <source>An earlier restore was cut short and is complete now. Nothing else was done.</source>
            <translation>Eine frühere Wiederherstellung war unterbrochen und ist jetzt vollständig. Sonst wurde nichts getan.</translation>
        </message>
        <message>
            <source>An export is not encrypted and cannot lie inside the memory's own folder. Choose another folder than {folder}.</source>
            <translation>Ein Export ist nicht verschlüsselt und kann nicht im Ordner des Gedächtnisses liegen. Wählen Sie einen anderen Ordner als {folder}.</translation>
        </message>
        <message>
            <source>Another backup or restore of this memory is going on. Try again when it is done.</source>
            <translation>Eine andere Sicherung oder Wiederherstellung dieses Gedächtnisses läuft. Versuchen Sie es danach noch einmal.</translation>
        </message>
        <message>
            <source>Another program has {keys}, so it does not open Recollect. Name other keys in the settings (global_shortcut_keys).</source>
            <translation>Ein anderes Programm hat {keys}, darum öffnet es Recollect nicht. Nennen Sie in den Einstellungen andere Tasten (global_shortcut_keys).</translation>
        </message>
        <message>
            <source>Another program holds the memory for long. Try again in a moment.</source>
            <translation>Ein anderes Programm hält das Gedächtnis schon lange. Versuchen Sie es gleich noch einmal.</translation>
        </message>
        <message>
            <source>Another recorder already writes to this memory. One is enough.</source>
            <translation>Eine andere Aufnahme schreibt schon in dieses Gedächtnis. Eine genügt.</translation>
        </message>
        <message>
            <source>Another window covers all of it, so nothing of it is seen.</source>
            <translation>Ein anderes Fenster verdeckt es ganz, also ist nichts davon zu sehen.</translation>
        </message>
        <message>
            <source>Are these one? Accepted, the second becomes the first.</source>
            <translation>Sind sie eins? Angenommen, wird das zweite zum ersten.</translation>
        </message>
        <message>
            <source>Asked by itself from now on: every {every}.</source>
            <translation>Von jetzt an von selbst gefragt: jeden {every}.</translation>
        </message>
        <message>
            <source>At most {most_kb} kB fit into one thing of the vault.</source>
            <translation>In ein Stück des Tresors passen höchstens {most_kb} kB.</translation>
        </message>
        <message>
            <source>Done.</source>
            <translation>Erledigt.</translation>
        </message>
        <message>
            <source>Every page and row is whole.</source>
            <translation>Jede Seite und Zeile ist ganz.</translation>
        </message>
        <message>
            <source>Every picture has its file.</source>
            <translation>Jedes Bild hat seine Datei.</translation>
        </message>
        <message>
            <source>Every vector has its passage, and every passage a moment that shows it.</source>
            <translation>Jeder Vektor hat seine Textstelle, und jede Textstelle einen Moment, der sie zeigt.</translation>
        </message>
        <message>
            <source>Give other words: --text, --title or both.</source>
            <translation>Geben Sie andere Worte an: --text, --title oder beides.</translation>
        </message>
        <message>
            <source>It belongs to a password manager, or shows stored passwords.</source>
            <translation>Es gehört zu einer Passwortverwaltung oder zeigt gespeicherte Passwörter.</translation>
        </message>
        <message>
            <source>It counts as wrong: it is not shown and not made again. 'recollect memories undo' takes that back.</source>
            <translation>Es gilt als falsch: Es wird nicht gezeigt und nicht wieder erstellt. 'recollect memories undo' nimmt das zurück.</translation>
        </message>
        <message>
            <source>It grows by {day} a day (mean of the last {days}); at this pace it never reaches {cap}.</source>
            <translation>Es wächst um {day} am Tag (Mittel der letzten {days}); bei diesem Tempo erreicht es {cap} nie.</translation>
        </message>
        <message>
            <source>It grows by {day} a day (mean of the last {days}); at this pace it reaches {cap} on {date}.</source>
            <translation>Es wächst um {day} am Tag (Mittel der letzten {days}); bei diesem Tempo erreicht es {cap} am {date}.</translation>
        </message>
        <message>
            <source>It grows by {day} a day (mean of the last {days}); no limit is set.</source>
            <translation>Es wächst um {day} am Tag (Mittel der letzten {days}); keine Grenze ist gesetzt.</translation>
        </message>
        <message>
            <source>It is a private browser window.</source>
            <translation>Es ist ein privates Browserfenster.</translation>
        </message>
        <message>
            <source>It is above {cap}: the oldest pictures go now, except those that are pinned.</source>
            <translation>Es liegt über {cap}: Die ältesten Bilder gehen jetzt, außer den angehefteten.</translation>
        </message>
        <message>
            <source>It is gone from the vault.</source>
            <translation>Es ist aus dem Tresor entfernt.</translation>
        </message>
        <message>
            <source>It rests on:</source>
            <translation>Er stützt sich auf:</translation>
        </message>
        <message>
            <source>It says so now, and is not made anew.</source>
            <translation>So steht es jetzt da und wird nicht neu erstellt.</translation>
        </message>
        <message>
            <source>It shows a bank's page.</source>
            <translation>Es zeigt die Seite einer Bank.</translation>
        </message>
        <message>
            <source>It would be kept.</source>
            <translation>Es würde aufbewahrt.</translation>
        </message>
        <message>
            <source>Its publisher's hash was not known. From now on only the same file is taken: {sha256}</source>
            <translation>Die Prüfsumme des Herausgebers war nicht bekannt. Von jetzt an wird nur dieselbe Datei genommen: {sha256}</translation>
        </message>
        <message>
            <source>Kept in the vault as {id}.</source>
            <translation>Im Tresor aufbewahrt als {id}.</translation>
        </message>
        <message>
            <source>Left out for {audience}: {counts}. --allow ID takes a piece in after all.</source>
            <translation>Für {audience} weggelassen: {counts}. --allow ID nimmt ein Stück doch hinein.</translation>
        </message>
        <message>
            <source>Line {line}: {reason}.</source>
            <translation>Zeile {line}: {reason}.</translation>
        </message>
        <message>
            <source>Looked for: {what}.</source>
            <translation>Gesucht nach: {what}.</translation>
        </message>
        <message>
            <source>Memory holds no message of that person, conversation or id to reply to.</source>
            <translation>Das Gedächtnis enthält keine Nachricht dieser Person, dieses Gesprächs oder dieser Kennung, auf die zu antworten wäre.</translation>
        </message>
        <message>
            <source>Memory holds no moments there.</source>
            <translation>Dort enthält das Gedächtnis keine Momente.</translation>
        </message>
        <message>
            <source>Memory holds nothing that answers this in the time you named.</source>
            <translation>In der genannten Zeit enthält das Gedächtnis nichts, was das beantwortet.</translation>
        </message>
        <message>
            <source>Memory holds nothing that answers this.</source>
            <translation>Das Gedächtnis enthält nichts, was das beantwortet.</translation>
        </message>
        <message>
            <source>Memory holds nothing to draft this from.</source>
            <translation>Das Gedächtnis enthält nichts, woraus sich das entwerfen ließe.</translation>
        </message>
        <message>
            <source>Memory is empty so far. Let Recollect record for a minute, then ask again.</source>
            <translation>Das Gedächtnis ist noch leer. Lassen Sie Recollect eine Minute aufnehmen und fragen Sie dann noch einmal.</translation>
        </message>
        <message>
            <source>Moments of it that were kept before: {moments}. Forget them with: {command}</source>
            <translation>Früher aufbewahrte Momente davon: {moments}. Vergessen mit: {command}</translation>
        </message>
        <message>
            <source>No conversation has that id. It may have been forgotten.</source>
            <translation>Kein Gespräch hat diese Kennung. Vielleicht wurde es vergessen.</translation>
        </message>
        <message>
            <source>No cross-encoder is set; results stand as ranking orders them.</source>
            <translation>Kein Cross-Encoder ist gesetzt; Treffer stehen, wie die Rangfolge sie ordnet.</translation>
        </message>
        <message>
            <source>No forgetting has that id.</source>
            <translation>Kein Vergessen hat diese Kennung.</translation>
        </message>
        <message>
            <source>No key file is named. Set RECOLLECT_KEY_FILE to where it is to lie, away from the memory.</source>
            <translation>Keine Schlüsseldatei ist genannt. Setzen Sie RECOLLECT_KEY_FILE auf einen Ort außerhalb des Gedächtnisses.</translation>
        </message>
        <message>
            <source>No key opens this from other programs.</source>
            <translation>Keine Taste öffnet dies aus anderen Programmen.</translation>
        </message>
        <message>
            <source>No memory has that id. It may have been forgotten.</source>
            <translation>Keine Erinnerung hat diese Kennung. Sie wurde vielleicht vergessen.</translation>
        </message>
        <message>
            <source>No model is called {name}. 'recollect models list' shows those that can be had.</source>
            <translation>Kein Modell heißt {name}. 'recollect models list' zeigt, welche es gibt.</translation>
        </message>
        <message>
            <source>No model of that name is in use. 'recollect models list' shows what is.</source>
            <translation>Kein Modell dieses Namens ist in Gebrauch. 'recollect models list' zeigt, welche es sind.</translation>
        </message>
        <message>
            <source>No model to write answers is set. Name one: recollect models trial FILE.gguf</source>
            <translation>Kein Modell zum Schreiben von Antworten ist gesetzt. Nennen Sie eines: recollect models trial FILE.gguf</translation>
        </message>
        <message>
            <source>No model to write answers is set; answers quote memory.</source>
            <translation>Kein Modell zum Schreiben von Antworten ist gesetzt; Antworten zitieren das Gedächtnis.</translation>
        </message>
        <message>
            <source>No moment has that id. It may have been forgotten.</source>
            <translation>Kein Moment hat diese Kennung. Er wurde vielleicht vergessen.</translation>
        </message>
        <message>
            <source>No moment lies in the future.</source>
            <translation>Kein Moment liegt in der Zukunft.</translation>
        </message>
        <message>
            <source>No question is asked by itself.</source>
            <translation>Keine Frage wird von selbst gestellt.</translation>
        </message>
        <message>
            <source>No question of that id is asked by itself. 'recollect ask --scheduled' shows them.</source>
            <translation>Keine Frage mit dieser Kennung wird von selbst gestellt. 'recollect ask --scheduled' zeigt sie.</translation>
        </message>
        <message>
            <source>No rule has that id. 'recollect exclude' lists them.</source>
            <translation>Keine Regel hat diese Kennung. 'recollect exclude' zeigt sie.</translation>
        </message>
        <message>
            <source>No text recognition is installed. Pictures are kept and read once it is.</source>
            <translation>Keine Texterkennung ist installiert. Bilder werden aufbewahrt und gelesen, sobald eine da ist.</translation>
        </message>
        <message>
            <source>No virtual screen could be started, because {missing} is missing or failed. Install xvfb and openbox.</source>
            <translation>Kein virtueller Bildschirm konnte gestartet werden, weil {missing} fehlt oder versagt hat. Installieren Sie xvfb und openbox.</translation>
        </message>
        <message>
            <source>No {kind} opens this memory. 'recollect key list' shows what does.</source>
            <translation>Kein Schlüssel der Art {kind} öffnet dieses Gedächtnis. 'recollect key list' zeigt, was es öffnet.</translation>
        </message>
        <message>
            <source>Nobody can tell whose window it is.</source>
            <translation>Niemand kann sagen, wessen Fenster es ist.</translation>
        </message>
        <message>
            <source>Nobody is at the computer, so nothing is kept.</source>
            <translation>Niemand ist am Computer, also wird nichts aufbewahrt.</translation>
        </message>
        <message>
            <source>Nobody is there to be asked. Say --yes to forget, or --dry-run to see what would go.</source>
            <translation>Niemand ist da, den man fragen könnte. Sagen Sie --yes, um zu vergessen, oder --dry-run, um zu sehen, was ginge.</translation>
        </message>
        <message>
            <source>Nobody is there to be asked. Say --yes to replace the memory that is here.</source>
            <translation>Niemand ist da, den man fragen könnte. Sagen Sie --yes, um das Gedächtnis hier zu ersetzen.</translation>
        </message>
        <message>
            <source>Nobody is there to type a passphrase. Name a file that holds it with --new-passphrase-file.</source>
            <translation>Niemand ist da, um eine Passphrase zu tippen. Nennen Sie mit --new-passphrase-file eine Datei, die sie enthält.</translation>
        </message>
        <message>
            <source>None of this is of the time you named ({time}).</source>
            <translation>Nichts davon ist aus der genannten Zeit ({time}).</translation>
        </message>
        <message>
            <source>Not pinned any more: {moments}. They age like the others.</source>
            <translation>Nicht mehr angeheftet: {moments}. Sie altern wie die anderen.</translation>
        </message>
        <message>
            <source>Nothing answers at {address}. Start the program that serves the model there, or choose another model.</source>
            <translation>Unter {address} antwortet nichts. Starten Sie dort das Programm, das das Modell anbietet, oder wählen Sie ein anderes Modell.</translation>
        </message>
        <message>
            <source>Nothing else opens the vault: without this passphrase what is in it is lost.</source>
            <translation>Nichts anderes öffnet den Tresor: Ohne diese Passphrase ist verloren, was darin ist.</translation>
        </message>
        <message>
            <source>Nothing here says when the screen is locked. Only a known locker's window stops the recording.</source>
            <translation>Nichts sagt hier, wann der Bildschirm gesperrt ist. Nur das Fenster einer bekannten Sperre hält die Aufnahme an.</translation>
        </message>
        <message>
            <source>Nothing in the vault has that id.</source>
            <translation>Nichts im Tresor hat diese Kennung.</translation>
        </message>
        <message>
            <source>Nothing on the screen may be kept, so no picture is taken.</source>
            <translation>Nichts auf dem Bildschirm darf aufbewahrt werden, also entsteht kein Bild.</translation>
        </message>
        <message>
            <source>Nothing on this machine opens the backup. Name a file that holds its recovery key with --passphrase-file.</source>
            <translation>Nichts auf diesem Computer öffnet die Sicherung. Nennen Sie mit --passphrase-file eine Datei mit ihrem Wiederherstellungsschlüssel.</translation>
        </message>
        <message>
            <source>Nothing that was sealed while the memory was locked waits to be brought in.</source>
            <translation>Nichts, was während der Sperre versiegelt wurde, wartet darauf, hereinzukommen.</translation>
        </message>
        <message>
            <source>Nothing waits for a decision.</source>
            <translation>Nichts wartet auf eine Entscheidung.</translation>
        </message>
        <message>
            <source>Nothing waits to be forgotten.</source>
            <translation>Nichts wartet darauf, vergessen zu werden.</translation>
        </message>
        <message>
            <source>Nothing was forgotten.</source>
            <translation>Nichts wurde vergessen.</translation>
        </message>
        <message>
            <source>Nothing was recorded yet, so nobody can say how fast the memory grows.</source>
            <translation>Noch wurde nichts aufgenommen, also weiß niemand, wie schnell das Gedächtnis wächst.</translation>
        </message>
        <message>
            <source>Nothing was restored.</source>
            <translation>Nichts wurde wiederhergestellt.</translation>
        </message>
        <message>
            <source>Nothing was selected to forget. Name moments, a time, an app, a site, a thread or a search.</source>
            <translation>Nichts wurde zum Vergessen ausgewählt. Nennen Sie Momente, eine Zeit, eine Anwendung, eine Website, ein Gespräch oder eine Suche.</translation>
        </message>
        <message>
            <source>Nothing with that number waits for a decision. 'recollect memories inbox' shows what does.</source>
            <translation>Nichts mit dieser Nummer wartet auf eine Entscheidung. 'recollect memories inbox' zeigt, was wartet.</translation>
        </message>
        <message>
            <source>Only the text and a small picture are kept of that time.</source>
            <translation>Aus dieser Zeit sind nur der Text und ein kleines Bild aufbewahrt.</translation>
        </message>
        <message>
            <source>Only the text and a small picture of this moment were kept: the day's room for pictures was used up.</source>
            <translation>Von diesem Moment wurden nur der Text und ein kleines Bild aufbewahrt: Der Platz für die Bilder des Tages war verbraucht.</translation>
        </message>
        <message>
            <source>Only two people, two projects, two places, two things or two organisations can be made one. Nothing was changed.</source>
            <translation>Nur zwei Personen, zwei Projekte, zwei Orte, zwei Dinge oder zwei Organisationen können eins werden. Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>Only you may read the memory.</source>
            <translation>Nur Sie können das Gedächtnis lesen.</translation>
        </message>
        <message>
            <source>Pictures are saved as .webp, .png or .jpg, not as .{ending}.</source>
            <translation>Bilder werden als .webp, .png oder .jpg gespeichert, nicht als .{ending}.</translation>
        </message>
        <message>
            <source>Pinned: {moments}. They stay whole, however old they grow.</source>
            <translation>Angeheftet: {moments}. Sie bleiben ganz, wie alt sie auch werden.</translation>
        </message>
        <message>
            <source>Recollect leaves out its own window.</source>
            <translation>Recollect lässt sein eigenes Fenster weg.</translation>
        </message>
        <message>
            <source>Recollect may not write to {folder}. Give yourself the right to write there, or set RECOLLECT_HOME.</source>
            <translation>Recollect darf nicht in {folder} schreiben. Geben Sie sich das Recht dazu, oder setzen Sie RECOLLECT_HOME.</translation>
        </message>
        <message>
            <source>Recollect may not write to {folder}. The backup that was there is whole. Give yourself the right to write there.</source>
            <translation>Recollect darf nicht in {folder} schreiben. Die vorhandene Sicherung ist ganz. Geben Sie sich das Recht, dort zu schreiben.</translation>
        </message>
        <message>
            <source>Recollect {recollect}, SQLite {sqlite}, SQLCipher {sqlcipher}.</source>
            <translation>Recollect {recollect}, SQLite {sqlite}, SQLCipher {sqlcipher}.</translation>
        </message>
        <message>
            <source>Recollect's own window fills the screen, so no picture is taken. Make it smaller to see what would be kept.</source>
            <translation>Das Fenster von Recollect füllt den Bildschirm, also entsteht kein Bild. Machen Sie es kleiner, um zu sehen, was aufbewahrt würde.</translation>
        </message>
        <message>
            <source>Recording is built for X11 on Linux and has not been tried on this system.</source>
            <translation>Die Aufnahme ist für X11 unter Linux gebaut und auf diesem System nicht erprobt.</translation>
        </message>
        <message>
            <source>Recording is held while the screen is shared or presented.</source>
            <translation>Die Aufnahme ruht, solange der Bildschirm geteilt oder vorgeführt wird.</translation>
        </message>
        <message>
            <source>Recording is paused, so nothing is kept.</source>
            <translation>Die Aufnahme pausiert, also wird nichts aufbewahrt.</translation>
        </message>
        <message>
            <source>Recording is paused, so the test card cannot be kept. Resume it and try again.</source>
            <translation>Die Aufnahme pausiert, also kann das Testbild nicht aufbewahrt werden. Setzen Sie sie fort und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>Search by meaning works with {model}.</source>
            <translation>Die Suche nach Bedeutung arbeitet mit {model}.</translation>
        </message>
        <message>
            <source>Stopped. {done_mb} MB of {name} are here; run it again to go on from there.</source>
            <translation>Angehalten. {done_mb} MB von {name} sind hier; starten Sie es noch einmal, dann geht es dort weiter.</translation>
        </message>
        <message>
            <source>Take at least {least} characters. Nothing was changed.</source>
            <translation>Nehmen Sie mindestens {least} Zeichen. Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>Taken back.</source>
            <translation>Zurückgenommen.</translation>
        </message>
        <message>
            <source>Tesseract is installed.</source>
            <translation>Tesseract ist installiert.</translation>
        </message>
        <message>
            <source>Tesseract is not installed; the recognition that comes along is used.</source>
            <translation>Tesseract ist nicht installiert; die mitgelieferte Erkennung wird benutzt.</translation>
        </message>
        <message>
            <source>Text is recognised by {engine}.</source>
            <translation>Text wird mit {engine} erkannt.</translation>
        </message>
        <message>
            <source>That passphrase does not open the vault.</source>
            <translation>Diese Passphrase öffnet den Tresor nicht.</translation>
        </message>
        <message>
            <source>That time is past already. Give a later one, or a length with --for.</source>
            <translation>Diese Zeit ist schon vorbei. Geben Sie eine spätere an, oder mit --for eine Dauer.</translation>
        </message>
        <message>
            <source>The adapter {name} does not fit the model {model}. Take it out of the settings (chat_lora), or name the right one.</source>
            <translation>Der Adapter {name} passt nicht zum Modell {model}. Nehmen Sie ihn aus den Einstellungen (chat_lora), oder nennen Sie den richtigen.</translation>
        </message>
        <message>
            <source>The backup in {folder} is damaged ({count} of its files). Nothing was changed. Make a new one in another folder.</source>
            <translation>Die Sicherung in {folder} ist beschädigt ({count} ihrer Dateien). Nichts wurde geändert. Machen Sie eine neue in einem anderen Ordner.</translation>
        </message>
        <message>
            <source>The backup in {folder} is out of reach and may still hold it. Connect it, and it is rewritten with the next backup.</source>
            <translation>Die Sicherung in {folder} ist nicht erreichbar und enthält es vielleicht noch. Schließen Sie sie an; mit der nächsten Sicherung wird sie neu geschrieben.</translation>
        </message>
        <message>
            <source>The backup in {folder} was made by a newer Recollect. Install that version to use it.</source>
            <translation>Die Sicherung in {folder} stammt von einem neueren Recollect. Installieren Sie jene Version, um sie zu benutzen.</translation>
        </message>
        <message>
            <source>The backup in {folder} was never finished. Run the backup again where the memory is.</source>
            <translation>Die Sicherung in {folder} wurde nie fertig. Führen Sie die Sicherung dort, wo das Gedächtnis ist, noch einmal aus.</translation>
        </message>
        <message>
            <source>The backup was stopped. The one that was there is whole; the next goes on from here.</source>
            <translation>Die Sicherung wurde angehalten. Die vorhandene ist ganz; die nächste macht hier weiter.</translation>
        </message>
        <message>
            <source>The best results are read again by {model}.</source>
            <translation>Die besten Treffer liest {model} noch einmal.</translation>
        </message>
        <message>
            <source>The computer is about to sleep, so nothing is kept.</source>
            <translation>Der Computer geht gleich schlafen, also wird nichts aufbewahrt.</translation>
        </message>
        <message>
            <source>The connection broke again and again. {done_mb} MB of {name} are here; run it again to go on from there.</source>
            <translation>Die Verbindung brach immer wieder ab. {done_mb} MB von {name} sind hier; starten Sie es noch einmal, dann geht es dort weiter.</translation>
        </message>
        <message>
            <source>The database has {database} MB, the keys lie in {keys}, and there are {pictures} pieces of pictures.</source>
            <translation>Die Datenbank hat {database} MB, die Schlüssel liegen in {keys}, und es gibt {pictures} Bildstücke.</translation>
        </message>
        <message>
            <source>The desktop says when the screen is locked. Nothing is kept then.</source>
            <translation>Der Desktop sagt, wann der Bildschirm gesperrt ist. Dann wird nichts aufbewahrt.</translation>
        </message>
        <message>
            <source>The desktop's lock service does not answer. Nothing is kept until it does.</source>
            <translation>Der Sperrdienst des Desktops antwortet nicht. Bis er es tut, wird nichts aufbewahrt.</translation>
        </message>
        <message>
            <source>The disk is full: {free_mb} MB are free. Nothing already kept is lost. Make room, and recording goes on by itself.</source>
            <translation>Der Datenträger ist voll: {free_mb} MB sind frei. Nichts Aufbewahrtes ist verloren. Schaffen Sie Platz, dann geht die Aufnahme von selbst weiter.</translation>
        </message>
        <message>
            <source>The disk of {folder} is full: {free_mb} MB are free. The backup that was there is whole. Make room and run it again.</source>
            <translation>Der Datenträger von {folder} ist voll: {free_mb} MB sind frei. Die vorhandene Sicherung ist ganz. Schaffen Sie Platz und starten Sie sie noch einmal.</translation>
        </message>
        <message>
            <source>The export could not be written to {folder}: {free_mb} MB are free. What was written is removed again.</source>
            <translation>Der Export konnte nicht nach {folder} geschrieben werden: {free_mb} MB sind frei. Was geschrieben war, ist wieder entfernt.</translation>
        </message>
        <message>
            <source>The export in {folder} is not encrypted: whoever has it can read everything. Keep it safe, or delete it after use.</source>
            <translation>Der Export in {folder} ist nicht verschlüsselt: Wer ihn hat, kann alles lesen. Bewahren Sie ihn sicher auf, oder löschen Sie ihn nach Gebrauch.</translation>
        </message>
        <message>
            <source>The export was stopped. What was written is removed again.</source>
            <translation>Der Export wurde angehalten. Was geschrieben war, ist wieder entfernt.</translation>
        </message>
        <message>
            <source>The file {file} cannot be read. Check that it is a file and that you may read it.</source>
            <translation>Die Datei {file} lässt sich nicht lesen. Prüfen Sie, ob es eine Datei ist und ob Sie sie lesen dürfen.</translation>
        </message>
        <message>
            <source>The file {file} cannot be written. Choose another place.</source>
            <translation>Die Datei {file} lässt sich nicht schreiben. Wählen Sie einen anderen Ort.</translation>
        </message>
        <message>
            <source>The file {file}, which holds the memory's wrapped key, is missing. Put it back from a backup.</source>
            <translation>Die Datei {file}, die den verpackten Schlüssel des Gedächtnisses enthält, fehlt. Legen Sie sie aus einer Sicherung zurück.</translation>
        </message>
        <message>
            <source>The file {name} does not let the model {model} see pictures. Take it out of the settings, or name the right one.</source>
            <translation>Mit der Datei {name} kann das Modell {model} keine Bilder sehen. Nehmen Sie sie aus den Einstellungen, oder nennen Sie die richtige.</translation>
        </message>
        <message>
            <source>The folder {folder} cannot be reached or does not answer. Check that its drive is there, and try again.</source>
            <translation>Der Ordner {folder} ist nicht erreichbar oder antwortet nicht. Prüfen Sie, ob sein Laufwerk da ist, und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The index of words agrees with the passages.</source>
            <translation>Der Wortindex stimmt mit den Textstellen überein.</translation>
        </message>
        <message>
            <source>The index of words is damaged. 'recollect doctor --repair' builds it again.</source>
            <translation>Der Wortindex ist beschädigt. 'recollect doctor --repair' baut ihn neu.</translation>
        </message>
        <message>
            <source>The index of words was built again.</source>
            <translation>Der Wortindex wurde neu gebaut.</translation>
        </message>
        <message>
            <source>The key does not open this memory. Nothing was changed. Try the right passphrase or key file, or the recovery key.</source>
            <translation>Der Schlüssel öffnet dieses Gedächtnis nicht. Nichts wurde geändert. Versuchen Sie die richtige Passphrase oder Schlüsseldatei oder den Wiederherstellungsschlüssel.</translation>
        </message>
        <message>
            <source>The key file {file} does not hold 64 hexadecimal digits. Nothing was changed.</source>
            <translation>Die Schlüsseldatei {file} enthält keine 64 hexadezimalen Ziffern. Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>The key file {file} is not there. Put it back, or open the memory with its passphrase or recovery key.</source>
            <translation>Die Schlüsseldatei {file} ist nicht da. Legen Sie sie zurück, oder öffnen Sie das Gedächtnis mit seiner Passphrase oder dem Wiederherstellungsschlüssel.</translation>
        </message>
        <message>
            <source>The key lies in: {kinds}.</source>
            <translation>Der Schlüssel liegt in: {kinds}.</translation>
        </message>
        <message>
            <source>The last traces are cleared when nobody is at the computer; 'recollect receipts' says when they are gone.</source>
            <translation>Die letzten Spuren verschwinden, wenn niemand am Computer ist; 'recollect receipts' sagt, wann sie weg sind.</translation>
        </message>
        <message>
            <source>The memory could not be brought up to date. Nothing is lost: what was there before lies in {file}. Please report this.</source>
            <translation>Das Gedächtnis konnte nicht auf den neuen Stand gebracht werden. Nichts ist verloren: Was vorher da war, liegt in {file}. Bitte melden Sie das.</translation>
        </message>
        <message>
            <source>The memory is in use. Close Recollect's window and other commands, and try again.</source>
            <translation>Das Gedächtnis ist in Gebrauch. Schließen Sie das Fenster von Recollect und andere Befehle, und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The memory is locked. Open it first.</source>
            <translation>Das Gedächtnis ist gesperrt. Öffnen Sie es zuerst.</translation>
        </message>
        <message>
            <source>The memory that is here has another key or is damaged, so what it forgot could come back. Set it aside: give its folder another name, then restore.</source>
            <translation>Das Gedächtnis hier hat einen anderen Schlüssel oder ist beschädigt, also könnte Vergessenes zurückkommen. Legen Sie es beiseite: Geben Sie seinem Ordner einen anderen Namen und stellen Sie dann wieder her.</translation>
        </message>
        <message>
            <source>The memory that is there is damaged and cannot tell what it forgot. --even-damaged replaces it all the same.</source>
            <translation>Das vorhandene Gedächtnis ist beschädigt und kann nicht sagen, was es vergessen hat. --even-damaged ersetzt es trotzdem.</translation>
        </message>
        <message>
            <source>The memory was locked.</source>
            <translation>Das Gedächtnis wurde gesperrt.</translation>
        </message>
        <message>
            <source>The memory's file is damaged. Nothing was changed. Put back a backup with 'recollect restore DIR --replace'.</source>
            <translation>Die Datei des Gedächtnisses ist beschädigt. Nichts wurde geändert. Spielen Sie mit 'recollect restore DIR --replace' eine Sicherung zurück.</translation>
        </message>
        <message>
            <source>The message itself is not fit for whom the draft is meant, so no model was given it.</source>
            <translation>Die Nachricht selbst ist nichts für den, an den der Entwurf geht, darum bekam kein Modell sie.</translation>
        </message>
        <message>
            <source>The model file {name} cannot be loaded.</source>
            <translation>Die Modelldatei {name} lässt sich nicht laden.</translation>
        </message>
        <message>
            <source>The model file {name} is not there.</source>
            <translation>Die Modelldatei {name} ist nicht da.</translation>
        </message>
        <message>
            <source>The model {name} cannot see pictures.</source>
            <translation>Das Modell {name} kann keine Bilder sehen.</translation>
        </message>
        <message>
            <source>The model {name} needs {need_mb} MB of memory and {free_mb} MB are free: {missing_mb} MB are missing. Close other programs, or choose a smaller model.</source>
            <translation>Das Modell {name} braucht {need_mb} MB Arbeitsspeicher, {free_mb} MB sind frei: Es fehlen {missing_mb} MB. Schließen Sie andere Programme, oder wählen Sie ein kleineres Modell.</translation>
        </message>
        <message>
            <source>The model's answer could not be proved by memory, so the best passages are quoted instead.</source>
            <translation>Die Antwort des Modells ließ sich aus dem Gedächtnis nicht belegen, darum sind stattdessen die besten Stellen zitiert.</translation>
        </message>
        <message>
            <source>The nearest moments, which prove nothing:</source>
            <translation>Die nächstliegenden Momente, die nichts beweisen:</translation>
        </message>
        <message>
            <source>The passphrase file {file} is empty.</source>
            <translation>Die Passphrase-Datei {file} ist leer.</translation>
        </message>
        <message>
            <source>The picture does not fit into what the model reads at once. Raise chat_context_tokens in the settings.</source>
            <translation>Das Bild passt nicht in das, was das Modell auf einmal liest. Erhöhen Sie chat_context_tokens in den Einstellungen.</translation>
        </message>
        <message>
            <source>The picture of this moment is damaged and cannot be shown.</source>
            <translation>Das Bild dieses Moments ist beschädigt und kann nicht gezeigt werden.</translation>
        </message>
        <message>
            <source>The program at {address} did not answer as a model server does (status {status}).</source>
            <translation>Das Programm unter {address} antwortete nicht wie ein Modellserver (Status {status}).</translation>
        </message>
        <message>
            <source>The program at {address} did not answer in time.</source>
            <translation>Das Programm unter {address} antwortete nicht rechtzeitig.</translation>
        </message>
        <message>
            <source>The recorder ended: {reason}. It is started again.</source>
            <translation>Die Aufnahme endete: {reason}. Sie wird neu gestartet.</translation>
        </message>
        <message>
            <source>The recorder has not answered for {seconds} seconds.</source>
            <translation>Die Aufnahme antwortet seit {seconds} Sekunden nicht.</translation>
        </message>
        <message>
            <source>The recorder was started again.</source>
            <translation>Die Aufnahme wurde neu gestartet.</translation>
        </message>
        <message>
            <source>The rule is empty. Name an application, a site or a part of a title.</source>
            <translation>Die Regel ist leer. Nennen Sie eine Anwendung, eine Website oder einen Teil eines Titels.</translation>
        </message>
        <message>
            <source>The rule is gone.</source>
            <translation>Die Regel ist weg.</translation>
        </message>
        <message>
            <source>The screen is locked, so nothing is kept.</source>
            <translation>Der Bildschirm ist gesperrt, also wird nichts aufbewahrt.</translation>
        </message>
        <message>
            <source>The screen is shared or presented, so nothing is kept.</source>
            <translation>Der Bildschirm wird geteilt oder vorgeführt, also wird nichts aufbewahrt.</translation>
        </message>
        <message>
            <source>The screen went away. Recording goes on when it is back.</source>
            <translation>Der Bildschirm ist weg. Die Aufnahme geht weiter, wenn er wieder da ist.</translation>
        </message>
        <message>
            <source>The setting {name} is {value}, but must be {allowed}. Nothing was changed: correct it in the settings file.</source>
            <translation>Die Einstellung {name} ist {value}, muss aber {allowed} sein. Nichts wurde geändert: Berichtigen Sie sie in der Einstellungsdatei.</translation>
        </message>
        <message>
            <source>The settings file {file} cannot be read. Nothing was changed: correct it, or move it away.</source>
            <translation>Die Einstellungsdatei {file} lässt sich nicht lesen. Nichts wurde geändert: Berichtigen Sie sie, oder legen Sie sie beiseite.</translation>
        </message>
        <message>
            <source>The system's keyring is locked, empty or silent. Unlock it and try again, or give the passphrase or recovery key.</source>
            <translation>Der Schlüsselbund des Systems ist gesperrt, leer oder stumm. Entsperren Sie ihn und versuchen Sie es noch einmal, oder geben Sie die Passphrase oder den Wiederherstellungsschlüssel an.</translation>
        </message>
        <message>
            <source>The system's list of recently used documents cannot be read. Documents are left out until it can be.</source>
            <translation>Die Liste der zuletzt benutzten Dokumente lässt sich nicht lesen. Dokumente bleiben weg, bis es wieder geht.</translation>
        </message>
        <message>
            <source>The test card could not be shown on this screen.</source>
            <translation>Das Testbild konnte auf diesem Bildschirm nicht gezeigt werden.</translation>
        </message>
        <message>
            <source>The test card was found {seconds} seconds after it was shown.</source>
            <translation>Das Testbild wurde {seconds} Sekunden nach dem Zeigen gefunden.</translation>
        </message>
        <message>
            <source>The test card was kept and read, but its words were not recognised. Check the languages in the settings file.</source>
            <translation>Das Testbild wurde aufbewahrt und gelesen, aber seine Wörter wurden nicht erkannt. Prüfen Sie die Sprachen in der Einstellungsdatei.</translation>
        </message>
        <message>
            <source>The test card was kept and read, but search did not find it.</source>
            <translation>Das Testbild wurde aufbewahrt und gelesen, aber die Suche fand es nicht.</translation>
        </message>
        <message>
            <source>The test card was kept, but could not be read ({reason}).</source>
            <translation>Das Testbild wurde aufbewahrt, ließ sich aber nicht lesen ({reason}).</translation>
        </message>
        <message>
            <source>The test card was kept, but {waiting} pictures still wait to be read.</source>
            <translation>Das Testbild wurde aufbewahrt, aber {waiting} Bilder warten noch aufs Lesen.</translation>
        </message>
        <message>
            <source>The test card was shown, but left out ({reason}). 'recollect privacy preview' says what is left out and why.</source>
            <translation>Das Testbild wurde gezeigt, aber weggelassen ({reason}). 'recollect privacy preview' sagt, was wegbleibt und warum.</translation>
        </message>
        <message>
            <source>The test card was shown, but not kept: the recorder says {outcome} ({reason}).</source>
            <translation>Das Testbild wurde gezeigt, aber nicht aufbewahrt: Die Aufnahme sagt {outcome} ({reason}).</translation>
        </message>
        <message>
            <source>The test card was shown, but the disk is full. Make room and try again.</source>
            <translation>Das Testbild wurde gezeigt, aber der Datenträger ist voll. Schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The test card was shown, but the recorder did not look at the screen.</source>
            <translation>Das Testbild wurde gezeigt, aber die Aufnahme sah nicht auf den Bildschirm.</translation>
        </message>
        <message>
            <source>The test card was shown, but the recorder takes the screen to be locked ({reason}).</source>
            <translation>Das Testbild wurde gezeigt, aber die Aufnahme hält den Bildschirm für gesperrt ({reason}).</translation>
        </message>
        <message>
            <source>The test card was shown, but the recorder takes you to be away. Move the pointer and try again.</source>
            <translation>Das Testbild wurde gezeigt, aber die Aufnahme hält Sie für abwesend. Bewegen Sie den Zeiger und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The text of this moment could not be read.</source>
            <translation>Der Text dieses Moments ließ sich nicht lesen.</translation>
        </message>
        <message>
            <source>The time ends before it begins. Check --since and --until.</source>
            <translation>Die Zeit endet, bevor sie beginnt. Prüfen Sie --since und --until.</translation>
        </message>
        <message>
            <source>The two passphrases differ. Nothing was changed.</source>
            <translation>Die beiden Passphrasen sind verschieden. Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>The vault wants its own passphrase. Type it, or name a file that holds it with --vault-passphrase-file.</source>
            <translation>Der Tresor verlangt seine eigene Passphrase. Tippen Sie sie, oder nennen Sie mit --vault-passphrase-file eine Datei, die sie enthält.</translation>
        </message>
        <message>
            <source>The window could not be opened. Its log is in {log}.</source>
            <translation>Das Fenster ließ sich nicht öffnen. Sein Protokoll liegt in {log}.</translation>
        </message>
        <message>
            <source>The window in use is left out. What stands beside it is kept when it changes.</source>
            <translation>Das benutzte Fenster bleibt weg. Was daneben steht, wird aufbewahrt, wenn es sich ändert.</translation>
        </message>
        <message>
            <source>The windows are moving. The picture is taken once they stand still.</source>
            <translation>Die Fenster bewegen sich. Das Bild entsteht, sobald sie stillstehen.</translation>
        </message>
        <message>
            <source>The written answer was stopped; the best passages are quoted.</source>
            <translation>Die geschriebene Antwort wurde angehalten; die besten Stellen sind zitiert.</translation>
        </message>
        <message>
            <source>The {kind} worker could not do this ({what}). It goes on with the next.</source>
            <translation>Der Hilfsprozess „{kind}“ konnte das nicht ({what}). Er macht mit dem Nächsten weiter.</translation>
        </message>
        <message>
            <source>The {kind} worker did not answer in time and was started anew.</source>
            <translation>Der Hilfsprozess „{kind}“ antwortete nicht rechtzeitig und wurde neu gestartet.</translation>
        </message>
        <message>
            <source>The {kind} worker ended unexpectedly. It starts again by itself; nothing kept is lost.</source>
            <translation>Der Hilfsprozess „{kind}“ endete unerwartet. Er startet von selbst neu; nichts Aufbewahrtes ist verloren.</translation>
        </message>
        <message>
            <source>The {kind} worker was ended because this machine's memory was full. Close other programs, or choose a smaller model.</source>
            <translation>Der Hilfsprozess „{kind}“ wurde beendet, weil der Arbeitsspeicher voll war. Schließen Sie andere Programme, oder wählen Sie ein kleineres Modell.</translation>
        </message>
        <message>
            <source>The {kind} worker was started again.</source>
            <translation>Der Hilfsprozess „{kind}“ wurde neu gestartet.</translation>
        </message>
        <message>
            <source>There is a memory in {home} already. Say --replace to put the backup in its place, or set RECOLLECT_HOME.</source>
            <translation>In {home} ist schon ein Gedächtnis. Sagen Sie --replace, um die Sicherung an seine Stelle zu setzen, oder setzen Sie RECOLLECT_HOME.</translation>
        </message>
        <message>
            <source>There is a vault already.</source>
            <translation>Es gibt schon einen Tresor.</translation>
        </message>
        <message>
            <source>There is an X11 screen to record.</source>
            <translation>Es gibt einen X11-Bildschirm aufzunehmen.</translation>
        </message>
        <message>
            <source>There is no backup of Recollect in {folder}.</source>
            <translation>In {folder} gibt es keine Sicherung von Recollect.</translation>
        </message>
        <message>
            <source>There is no correction to take back.</source>
            <translation>Es gibt keine Berichtigung zurückzunehmen.</translation>
        </message>
        <message>
            <source>There is no file {file}.</source>
            <translation>Es gibt keine Datei {file}.</translation>
        </message>
        <message>
            <source>There is no memory here yet. Run 'recollect init', or open the window, to make one.</source>
            <translation>Hier ist noch kein Gedächtnis. Führen Sie 'recollect init' aus oder öffnen Sie das Fenster, um eines anzulegen.</translation>
        </message>
        <message>
            <source>There is no screen to open the window on. The commands work without one: try 'recollect --help'.</source>
            <translation>Es gibt keinen Bildschirm für das Fenster. Die Befehle gehen ohne: Versuchen Sie 'recollect --help'.</translation>
        </message>
        <message>
            <source>There is no screen to record. Start a desktop session, or name a display with --display.</source>
            <translation>Es gibt keinen Bildschirm aufzunehmen. Starten Sie eine Desktop-Sitzung, oder nennen Sie mit --display eine Anzeige.</translation>
        </message>
        <message>
            <source>There is no vault yet. 'recollect vault add TITLE' makes it.</source>
            <translation>Es gibt noch keinen Tresor. 'recollect vault add TITLE' legt ihn an.</translation>
        </message>
        <message>
            <source>There is no window on the screen.</source>
            <translation>Auf dem Bildschirm ist kein Fenster.</translation>
        </message>
        <message>
            <source>There is not enough memory to load the model {name}.</source>
            <translation>Der Arbeitsspeicher reicht nicht, um das Modell {name} zu laden.</translation>
        </message>
        <message>
            <source>There is not enough room on the disk for {name}: {missing_mb} MB are missing. What was got stays; make room and run it again.</source>
            <translation>Auf dem Datenträger ist nicht genug Platz für {name}: Es fehlen {missing_mb} MB. Was geholt ist, bleibt; schaffen Sie Platz und starten Sie es noch einmal.</translation>
        </message>
        <message>
            <source>There is nothing to keep. Give a title and a text.</source>
            <translation>Es gibt nichts aufzubewahren. Geben Sie einen Titel und einen Text an.</translation>
        </message>
        <message>
            <source>There is nothing to note. Give the text after the command.</source>
            <translation>Es gibt nichts zu notieren. Geben Sie den Text nach dem Befehl an.</translation>
        </message>
        <message>
            <source>There was nothing to mend.</source>
            <translation>Es gab nichts zu richten.</translation>
        </message>
        <message>
            <source>These contradict each other. Accepted, the first holds and closes the second.</source>
            <translation>Sie widersprechen sich. Angenommen, gilt das erste und beendet das zweite.</translation>
        </message>
        <message>
            <source>They are one now. 'recollect memories undo' takes that back.</source>
            <translation>Sie sind jetzt eins. 'recollect memories undo' nimmt das zurück.</translation>
        </message>
        <message>
            <source>This build of the model library does not fit this processor.</source>
            <translation>Dieser Bau der Modellbibliothek passt nicht zu diesem Prozessor.</translation>
        </message>
        <message>
            <source>This desktop gives no program a key of its own. In its settings, bind one to 'recollect-desktop --search'.</source>
            <translation>Dieser Desktop gibt keinem Programm eine eigene Taste. Legen Sie in seinen Einstellungen eine auf 'recollect-desktop --search'.</translation>
        </message>
        <message>
            <source>This desktop runs Wayland, which does not let Recollect see the screen yet. Log in to an X11 session to record.</source>
            <translation>Dieser Desktop läuft mit Wayland, wo Recollect den Bildschirm noch nicht sehen kann. Melden Sie sich in einer X11-Sitzung an, um aufzunehmen.</translation>
        </message>
        <message>
            <source>This is the last key that opens the memory. Add another before removing it.</source>
            <translation>Das ist der letzte Schlüssel, der das Gedächtnis öffnet. Fügen Sie einen anderen hinzu, bevor Sie ihn entfernen.</translation>
        </message>
        <message>
            <source>This looks like a secret. Accepted, the memory is forgotten; the moments that it stands on stay until you forget them too.</source>
            <translation>Das sieht nach einem Geheimnis aus. Angenommen, wird die Erinnerung vergessen; die Momente, auf die sie sich stützt, bleiben, bis Sie auch sie vergessen.</translation>
        </message>
        <message>
            <source>This machine has no keyring to hold the key. Give a passphrase, or name a key file in RECOLLECT_KEY_FILE.</source>
            <translation>Dieser Computer hat keinen Schlüsselbund für den Schlüssel. Geben Sie eine Passphrase an, oder nennen Sie eine Schlüsseldatei in RECOLLECT_KEY_FILE.</translation>
        </message>
        <message>
            <source>This memory knows of no backup in {folder}.</source>
            <translation>Dieses Gedächtnis weiß von keiner Sicherung in {folder}.</translation>
        </message>
        <message>
            <source>This memory opens with a passphrase. Type it, or name a file that holds it with --passphrase-file.</source>
            <translation>Dieses Gedächtnis öffnet sich mit einer Passphrase. Tippen Sie sie, oder nennen Sie mit --passphrase-file eine Datei, die sie enthält.</translation>
        </message>
        <message>
            <source>This memory opens with {kinds}.</source>
            <translation>Dieses Gedächtnis öffnet sich mit {kinds}.</translation>
        </message>
        <message>
            <source>This memory was written by a newer Recollect (schema {found}, this one knows {known}). Install that version to open it.</source>
            <translation>Dieses Gedächtnis wurde von einem neueren Recollect geschrieben (Schema {found}, dieses kennt {known}). Installieren Sie jene Version, um es zu öffnen.</translation>
        </message>
        <message>
            <source>This moment has no picture any more.</source>
            <translation>Dieser Moment hat kein Bild mehr.</translation>
        </message>
        <message>
            <source>This moment has not been read yet.</source>
            <translation>Dieser Moment ist noch nicht gelesen.</translation>
        </message>
        <message>
            <source>This monitor is not recorded.</source>
            <translation>Dieser Monitor wird nicht aufgenommen.</translation>
        </message>
        <message>
            <source>This picture is shown once it has been read and its secrets are removed.</source>
            <translation>Dieses Bild wird gezeigt, sobald es gelesen und von Geheimnissen befreit ist.</translation>
        </message>
        <message>
            <source>This stands on one moment only. Accepted, it counts as wrong; rejected, it holds.</source>
            <translation>Das stützt sich nur auf einen Moment. Angenommen, gilt es als falsch; abgelehnt, gilt es weiter.</translation>
        </message>
        <message>
            <source>This was not met for long. Accepted, it is put away as past.</source>
            <translation>Das kam lange nicht mehr vor. Angenommen, wird es als vergangen weggelegt.</translation>
        </message>
        <message>
            <source>This was said anew. {earlier_when}: “{earlier}” Since {later_when}: “{later}”</source>
            <translation>Das wurde neu gesagt. {earlier_when}: „{earlier}“ Seit {later_when}: „{later}“</translation>
        </message>
        <message>
            <source>Two moments disagree. {earlier_when}: “{earlier}” {later_when}: “{later}”</source>
            <translation>Zwei Momente stimmen nicht überein. {earlier_when}: „{earlier}“ {later_when}: „{later}“</translation>
        </message>
        <message>
            <source>What ends with [?] is proved in part only. No moment that it cites says: {words}.</source>
            <translation>Was mit [?] endet, ist nur zum Teil belegt. Kein zitierter Moment sagt: {words}.</translation>
        </message>
        <message>
            <source>What memory holds of this is not fit for whom it is meant. Nothing was drafted.</source>
            <translation>Was das Gedächtnis davon enthält, ist nichts für den, an den es geht. Nichts wurde entworfen.</translation>
        </message>
        <message>
            <source>What the answer stood on was forgotten while it was written. Ask again.</source>
            <translation>Worauf sich die Antwort stützte, wurde vergessen, während sie geschrieben wurde. Bitte noch einmal fragen.</translation>
        </message>
        <message>
            <source>What the model wrote could not be proved by memory, so your own words stand instead.</source>
            <translation>Was das Modell schrieb, ließ sich aus dem Gedächtnis nicht belegen, darum stehen stattdessen Ihre eigenen Worte da.</translation>
        </message>
        <message>
            <source>What was got as {name} is not the file that was promised, and was deleted. Run it again; if that repeats, do not use it.</source>
            <translation>Was als {name} geholt wurde, ist nicht die versprochene Datei und wurde gelöscht. Starten Sie es noch einmal; wiederholt sich das, benutzen Sie sie nicht.</translation>
        </message>
        <message>
            <source>What was sealed while the memory was locked is still outside of it: {reason}. It is tried again at the next start.</source>
            <translation>Was versiegelt wurde, während das Gedächtnis gesperrt war, ist noch außerhalb: {reason}. Beim nächsten Start wird es wieder versucht.</translation>
        </message>
        <message>
            <source>Windows with {pattern} in their title are left out from now on.</source>
            <translation>Fenster mit {pattern} im Titel bleiben von jetzt an weg.</translation>
        </message>
        <message>
            <source>You have been active for {minutes} minutes and nothing was kept: the disk is full.</source>
            <translation>Sie waren {minutes} Minuten tätig, und nichts wurde aufbewahrt: Der Datenträger ist voll.</translation>
        </message>
        <message>
            <source>You have been active for {minutes} minutes and nothing was kept: the screen could not be taken.</source>
            <translation>Sie waren {minutes} Minuten tätig, und nichts wurde aufbewahrt: Der Bildschirm ließ sich nicht aufnehmen.</translation>
        </message>
        <message>
            <source>You have been active for {minutes} minutes and nothing was kept: the screen did not seem to change.</source>
            <translation>Sie waren {minutes} Minuten tätig, und nichts wurde aufbewahrt: Der Bildschirm schien sich nicht zu ändern.</translation>
        </message>
        <message>
            <source>You have been active for {minutes} minutes and nothing was kept: what is on the screen is left out by a rule.</source>
            <translation>Sie waren {minutes} Minuten tätig, und nichts wurde aufbewahrt: Was auf dem Bildschirm ist, lässt eine Regel weg.</translation>
        </message>
        <message>
            <source>You have left out nothing yet. Password managers, private windows, banks' sign-in pages and lock screens always are.</source>
            <translation>Sie haben noch nichts weggelassen. Passwortverwaltungen, private Fenster, Anmeldeseiten von Banken und Sperrbildschirme bleiben immer weg.</translation>
        </message>
        <message>
            <source>You left out this application.</source>
            <translation>Sie haben diese Anwendung weggelassen.</translation>
        </message>
        <message>
            <source>You left out this site.</source>
            <translation>Sie haben diese Website weggelassen.</translation>
        </message>
        <message>
            <source>You left out windows with such a title.</source>
            <translation>Sie haben Fenster mit solchem Titel weggelassen.</translation>
        </message>
        <message>
            <source>a filter in it is not one</source>
            <translation>ein Filter darin ist keiner</translation>
        </message>
        <message>
            <source>a password, code or key; never taken in</source>
            <translation>ein Passwort, Code oder Schlüssel; nie hineingenommen</translation>
        </message>
        <message>
            <source>about health</source>
            <translation>über die Gesundheit</translation>
        </message>
        <message>
            <source>about private life, belief or the law</source>
            <translation>über Privatleben, Glauben oder Rechtliches</translation>
        </message>
        <message>
            <source>about somebody's money</source>
            <translation>über jemandes Geld</translation>
        </message>
        <message>
            <source>an address, a number, or when nobody is home</source>
            <translation>eine Adresse, eine Nummer oder wann niemand zu Hause ist</translation>
        </message>
        <message>
            <source>from the family</source>
            <translation>aus der Familie</translation>
        </message>
        <message>
            <source>from work</source>
            <translation>aus der Arbeit</translation>
        </message>
        <message>
            <source>in a language whose private words are not known here</source>
            <translation>in einer Sprache, deren private Wörter hier nicht bekannt sind</translation>
        </message>
        <message>
            <source>it gives orders to who reads it; never taken in</source>
            <translation>gibt dem, der es liest, Anweisungen; nie hineingenommen</translation>
        </message>
        <message>
            <source>it has no id</source>
            <translation>sie hat keine Kennung</translation>
        </message>
        <message>
            <source>it has no query</source>
            <translation>sie hat keine Frage</translation>
        </message>
        <message>
            <source>it has no text</source>
            <translation>sie hat keinen Text</translation>
        </message>
        <message>
            <source>it has no time</source>
            <translation>sie hat keine Zeit</translation>
        </message>
        <message>
            <source>it is not JSON</source>
            <translation>sie ist kein JSON</translation>
        </message>
        <message>
            <source>it is not a JSON object</source>
            <translation>sie ist kein JSON-Objekt</translation>
        </message>
        <message>
            <source>it is too long</source>
            <translation>sie ist zu lang</translation>
        </message>
        <message>
            <source>its time cannot be read</source>
            <translation>ihre Zeit lässt sich nicht lesen</translation>
        </message>
        <message>
            <source>not clear whether it is fit</source>
            <translation>nicht klar, ob es passt</translation>
        </message>
        <message>
            <source>not from a public place</source>
            <translation>nicht von einem öffentlichen Ort</translation>
        </message>
        <message>
            <source>replaced by {id}</source>
            <translation>ersetzt durch {id}</translation>
        </message>
        <message>
            <source>said just after something private</source>
            <translation>gleich nach etwas Privatem gesagt</translation>
        </message>
        <message>
            <source>somebody else's matter</source>
            <translation>die Sache von jemand anderem</translation>
        </message>
        <message>
            <source>told in confidence</source>
            <translation>im Vertrauen gesagt</translation>
        </message>
        <message>
            <source>{address} cannot be had (status {status}).</source>
            <translation>{address} ist nicht zu bekommen (Status {status}).</translation>
        </message>
        <message>
            <source>{address} is no address of a model server. It looks like http://127.0.0.1:11434.</source>
            <translation>{address} ist keine Adresse eines Modellservers. Sie sieht aus wie http://127.0.0.1:11434.</translation>
        </message>
        <message>
            <source>{address} is not fetched from: only addresses that begin with https:// are.</source>
            <translation>Von {address} wird nichts geholt: nur von Adressen, die mit https:// beginnen.</translation>
        </message>
        <message>
            <source>{address} is not on this machine: what you ask and what memory holds of it would go there. Nothing was sent. Confirm it with 'recollect models use {address}'.</source>
            <translation>{address} ist nicht auf diesem Computer: Was Sie fragen und was das Gedächtnis davon enthält, ginge dorthin. Nichts wurde gesendet. Bestätigen Sie es mit 'recollect models use {address}'.</translation>
        </message>
        <message>
            <source>{broken} pages or rows are damaged and {loose} point nowhere. Restore a backup.</source>
            <translation>{broken} Seiten oder Zeilen sind beschädigt, und {loose} zeigen ins Leere. Spielen Sie eine Sicherung zurück.</translation>
        </message>
        <message>
            <source>{count} files and folders are now readable by you alone.</source>
            <translation>{count} Dateien und Ordner können jetzt nur noch Sie lesen.</translation>
        </message>
        <message>
            <source>{count} files that no row names were removed.</source>
            <translation>{count} Dateien, die keine Zeile nennt, wurden entfernt.</translation>
        </message>
        <message>
            <source>{count} files that were sealed while the memory was locked are brought in when recording starts.</source>
            <translation>{count} Dateien, die während der Sperre versiegelt wurden, kommen herein, wenn die Aufnahme startet.</translation>
        </message>
        <message>
            <source>{count} forgettings are being completed.</source>
            <translation>{count} Vergessen werden gerade abgeschlossen.</translation>
        </message>
        <message>
            <source>{count} forgettings were carried on.</source>
            <translation>{count} Vergessen wurden fortgesetzt.</translation>
        </message>
        <message>
            <source>{count} memories were made again.</source>
            <translation>{count} Erinnerungen wurden neu erstellt.</translation>
        </message>
        <message>
            <source>{count} of the memory's files can be read by others.</source>
            <translation>{count} Dateien des Gedächtnisses können auch andere lesen.</translation>
        </message>
        <message>
            <source>{count} pictures are read once more.</source>
            <translation>{count} Bilder werden noch einmal gelesen.</translation>
        </message>
        <message>
            <source>{count} pieces of pictures have no file; their moments keep their text.</source>
            <translation>{count} Bildstücke haben keine Datei; ihre Momente behalten den Text.</translation>
        </message>
        <message>
            <source>{count} pieces of that text stay, for other moments show them too; --elsewhere forgets those.</source>
            <translation>{count} Stücke dieses Textes bleiben, denn andere Momente zeigen sie auch; --elsewhere vergisst jene.</translation>
        </message>
        <message>
            <source>{count} rows that nothing leads to were removed.</source>
            <translation>{count} Zeilen, zu denen nichts führt, wurden entfernt.</translation>
        </message>
        <message>
            <source>{count} vectors that could not be used were removed; new ones are made.</source>
            <translation>{count} unbrauchbare Vektoren wurden entfernt; neue werden erstellt.</translation>
        </message>
        <message>
            <source>{folder} holds other things. Choose an empty folder, or one that does not exist yet.</source>
            <translation>{folder} enthält anderes. Wählen Sie einen leeren Ordner oder einen, den es noch nicht gibt.</translation>
        </message>
        <message>
            <source>{folder} holds the backup of another memory. Nothing was changed. Choose another folder.</source>
            <translation>{folder} enthält die Sicherung eines anderen Gedächtnisses. Nichts wurde geändert. Wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>{folder} is not named and not rewritten any more when something is forgotten. What lies in it stays until you delete it.</source>
            <translation>{folder} wird nicht mehr genannt und nicht neu geschrieben, wenn etwas vergessen wird. Was darin liegt, bleibt, bis Sie es löschen.</translation>
        </message>
        <message>
            <source>{free_mb} MB are free.</source>
            <translation>{free_mb} MB sind frei.</translation>
        </message>
        <message>
            <source>{free} are free on the disk.</source>
            <translation>{free} sind auf dem Datenträger frei.</translation>
        </message>
        <message>
            <source>{host} cannot be reached. Connect to the network and run it again; a GGUF file that you bring yourself works too.</source>
            <translation>{host} ist nicht erreichbar. Verbinden Sie sich mit dem Netz und starten Sie es noch einmal; eine mitgebrachte GGUF-Datei geht auch.</translation>
        </message>
        <message>
            <source>{keys} opens this from any program.</source>
            <translation>{keys} öffnet dies aus jedem Programm.</translation>
        </message>
        <message>
            <source>{lost} sealed pictures could not be read: their file is damaged. Everything else that was sealed is in the memory.</source>
            <translation>{lost} versiegelte Bilder konnten nicht gelesen werden: Ihre Datei ist beschädigt. Alles andere Versiegelte ist im Gedächtnis.</translation>
        </message>
        <message>
            <source>{missing} of {all} pictures have no file. Nothing was changed: put their folder back, or restore a backup.</source>
            <translation>{missing} von {all} Bildern haben keine Datei. Nichts wurde geändert: Legen Sie ihren Ordner zurück, oder spielen Sie eine Sicherung zurück.</translation>
        </message>
        <message>
            <source>{missing} pictures have no file, and {orphans} files have no picture.</source>
            <translation>{missing} Bilder haben keine Datei, und {orphans} Dateien haben kein Bild.</translation>
        </message>
        <message>
            <source>{moments} moments lie in the future: this machine's clock has been wrong.</source>
            <translation>{moments} Momente liegen in der Zukunft: Die Uhr dieses Computers ging falsch.</translation>
        </message>
        <message>
            <source>{name} neither writes answers nor compares meanings. Nothing was changed.</source>
            <translation>{name} schreibt weder Antworten noch vergleicht es Bedeutungen. Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>{odd} vectors cannot be used, and {unseen} passages are shown by no moment. 'recollect doctor --repair' mends it.</source>
            <translation>{odd} Vektoren sind unbrauchbar, und {unseen} Textstellen zeigt kein Moment. 'recollect doctor --repair' richtet das.</translation>
        </message>
        <message>
            <source>{pattern} is kept from now on, also where another rule would leave it out.</source>
            <translation>{pattern} wird von jetzt an aufbewahrt, auch wo eine andere Regel es wegließe.</translation>
        </message>
        <message>
            <source>{pattern} is left out from now on.</source>
            <translation>{pattern} bleibt von jetzt an weg.</translation>
        </message>
        <message>
            <source>{pending} pictures wait to be read, {failed} could not be read, {without_meaning} passages wait for search by meaning.</source>
            <translation>{pending} Bilder warten aufs Lesen, {failed} ließen sich nicht lesen, {without_meaning} Textstellen warten auf die Suche nach Bedeutung.</translation>
        </message>
        <message>
            <source>{said}: first where it stands word for word</source>
            <translation>{said}: zuerst, wo es Wort für Wort steht</translation>
        </message>
        <message>
            <source>{said}: nothing with {value}</source>
            <translation>{said}: nichts mit {value}</translation>
        </message>
        <message>
            <source>{said}: the app {value}</source>
            <translation>{said}: die Anwendung {value}</translation>
        </message>
        <message>
            <source>{said}: the site {value}</source>
            <translation>{said}: die Website {value}</translation>
        </message>
        <message>
            <source>{said}: the thread {value}</source>
            <translation>{said}: das Gespräch {value}</translation>
        </message>
        <message>
            <source>{said}: what looks like {value}</source>
            <translation>{said}: was wie {value} aussieht</translation>
        </message>
        <message>
            <source>{said}: what {value} wrote</source>
            <translation>{said}: was {value} schrieb</translation>
        </message>
        <message>
            <source>{said}: word for word</source>
            <translation>{said}: Wort für Wort</translation>
        </message>
    </context>
    <context>
        <name>settings</name>
        <message>
            <source>A regular expression of what else is secret to you and never kept; alternatives joined by |.</source>
            <translation>Ein regulärer Ausdruck für das, was Ihnen sonst geheim ist und nie behalten wird; Möglichkeiten durch | getrennt.</translation>
        </message>
        <message>
            <source>About</source>
            <translation>Über</translation>
        </message>
        <message>
            <source>Above this the oldest pictures go first, then small ones, then text.</source>
            <translation>Darüber gehen zuerst die ältesten Bilder, dann kleine Bilder, dann Text.</translation>
        </message>
        <message>
            <source>Address of a program on this machine that serves a model, instead of a file; empty is none.</source>
            <translation>Adresse eines Programms auf diesem Rechner, das ein Modell bereitstellt, statt einer Datei; leer ist keines.</translation>
        </message>
        <message>
            <source>An address outside this machine that you confirmed; only exactly this one is used.</source>
            <translation>Eine Adresse außerhalb dieses Rechners, die Sie bestätigt haben; nur genau diese wird verwendet.</translation>
        </message>
        <message>
            <source>As always</source>
            <translation>Wie immer</translation>
        </message>
        <message>
            <source>Back to the usual: {value}</source>
            <translation>Zurück zum Üblichen: {value}</translation>
        </message>
        <message>
            <source>Back up when the last one is older than this.</source>
            <translation>Sichern, wenn die letzte Sicherung älter ist als dies.</translation>
        </message>
        <message>
            <source>Backup and export</source>
            <translation>Sicherung und Export</translation>
        </message>
        <message>
            <source>Backups by themselves</source>
            <translation>Sicherungen von selbst</translation>
        </message>
        <message>
            <source>Beyond this only text and small pictures are kept until tomorrow.</source>
            <translation>Darüber hinaus werden bis morgen nur Text und kleine Bilder behalten.</translation>
        </message>
        <message>
            <source>Budget</source>
            <translation>Verbrauch</translation>
        </message>
        <message>
            <source>File (GGUF) of an adapter (LoRA) for that model; empty is none.</source>
            <translation>Datei (GGUF) eines Adapters (LoRA) für dieses Modell; leer ist keiner.</translation>
        </message>
        <message>
            <source>File (GGUF) of the model that writes answers; empty is none.</source>
            <translation>Datei (GGUF) des Modells, das Antworten schreibt; leer ist keines.</translation>
        </message>
        <message>
            <source>File (GGUF) that lets that model see pictures; empty takes the one beside it, if there is one.</source>
            <translation>Datei (GGUF), mit der dieses Modell Bilder sieht; leer nimmt die daneben, wenn es eine gibt.</translation>
        </message>
        <message>
            <source>Folder into which the memory is backed up by itself; empty is nowhere.</source>
            <translation>Ordner, in den das Gedächtnis von selbst gesichert wird; leer ist nirgends.</translation>
        </message>
        <message>
            <source>Folder or name of a cross-encoder that reads the best results again; empty is none.</source>
            <translation>Ordner oder Name eines Cross-Encoders, der die besten Treffer noch einmal liest; leer ist keiner.</translation>
        </message>
        <message>
            <source>Folder or name of another embedding model; empty is the usual one.</source>
            <translation>Ordner oder Name eines anderen Einbettungsmodells; leer ist das übliche.</translation>
        </message>
        <message>
            <source>For ever</source>
            <translation>Für immer</translation>
        </message>
        <message>
            <source>From any program</source>
            <translation>Aus jedem Programm</translation>
        </message>
        <message>
            <source>GB</source>
            <translation>GB</translation>
        </message>
        <message>
            <source>Hold the recording while the screen is shared or presented.</source>
            <translation>Die Aufzeichnung anhalten, solange der Bildschirm geteilt oder vorgeführt wird.</translation>
        </message>
        <message>
            <source>How long things are kept</source>
            <translation>Wie lange was bleibt</translation>
        </message>
        <message>
            <source>How reading goes on without mains power; looking never stops.</source>
            <translation>Wie das Lesen ohne Netzstrom weitergeht; das Hinsehen hört nie auf.</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Import</translation>
        </message>
        <message>
            <source>In detail</source>
            <translation>Im Einzelnen</translation>
        </message>
        <message>
            <source>It has to be {range}. Nothing was changed.</source>
            <translation>Es muss {range} sein. Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>It has to look like {example}. Nothing was changed.</source>
            <translation>Es muss aussehen wie {example}. Nichts wurde geändert.</translation>
        </message>
        <message>
            <source>It waits</source>
            <translation>Es wartet</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Keep nothing of it</source>
            <translation>Nichts davon behalten</translation>
        </message>
        <message>
            <source>Language and colours</source>
            <translation>Sprache und Farben</translation>
        </message>
        <message>
            <source>Languages on the screen, as Tesseract names them, joined by +.</source>
            <translation>Sprachen auf dem Bildschirm, wie Tesseract sie nennt, durch + verbunden.</translation>
        </message>
        <message>
            <source>Let the model write memories without mains power too; answers it writes always.</source>
            <translation>Das Modell auch ohne Netzstrom Erinnerungen schreiben lassen; Antworten schreibt es immer.</translation>
        </message>
        <message>
            <source>Lock the memory after so long without input.</source>
            <translation>Das Gedächtnis nach so langer Zeit ohne Eingabe sperren.</translation>
        </message>
        <message>
            <source>Lock the memory when the screen is locked.</source>
            <translation>Das Gedächtnis sperren, wenn der Bildschirm gesperrt wird.</translation>
        </message>
        <message>
            <source>Look at what keeps moving on the screen at least this often.</source>
            <translation>So oft mindestens ansehen, was sich auf dem Bildschirm ständig bewegt.</translation>
        </message>
        <message>
            <source>Look up in the browser's history, on this computer, which site is on the screen.</source>
            <translation>Im Verlauf des Browsers, auf diesem Rechner, nachsehen, welche Seite auf dem Bildschirm ist.</translation>
        </message>
        <message>
            <source>MB a day</source>
            <translation>MB am Tag</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>More slowly</source>
            <translation>Langsamer</translation>
        </message>
        <message>
            <source>Name of the model there; empty is the first that it names.</source>
            <translation>Name des Modells dort; leer ist das erste, das er nennt.</translation>
        </message>
        <message>
            <source>Names of monitors that are not recorded, joined by commas.</source>
            <translation>Namen der Bildschirme, die nicht aufgezeichnet werden, durch Kommas getrennt.</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Nie</translation>
        </message>
        <message>
            <source>No limit</source>
            <translation>Keine Grenze</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>Nichts</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>Aus</translation>
        </message>
        <message>
            <source>On</source>
            <translation>An</translation>
        </message>
        <message>
            <source>Open the search from any program by a key, where the desktop lets a program have one (X11).</source>
            <translation>Die Suche aus jedem Programm mit einer Taste öffnen, wo der Desktop das einem Programm erlaubt (X11).</translation>
        </message>
        <message>
            <source>Prompt and answer together; more takes more memory.</source>
            <translation>Frage und Antwort zusammen; mehr braucht mehr Arbeitsspeicher.</translation>
        </message>
        <message>
            <source>Quality of pictures; more takes more room.</source>
            <translation>Güte der Bilder; mehr braucht mehr Platz.</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>Lesen</translation>
        </message>
        <message>
            <source>Reading uses at most this much, over some minutes.</source>
            <translation>So viel nutzt das Lesen höchstens, über einige Minuten.</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>Aufnahme</translation>
        </message>
        <message>
            <source>Remember text that is copied.</source>
            <translation>Text behalten, der kopiert wird.</translation>
        </message>
        <message>
            <source>Remember which documents were opened, by the system's own list.</source>
            <translation>Behalten, welche Dokumente geöffnet wurden, nach der Liste des Systems.</translation>
        </message>
        <message>
            <source>Seal what it sees</source>
            <translation>Versiegeln, was es sieht</translation>
        </message>
        <message>
            <source>Security</source>
            <translation>Sicherheit</translation>
        </message>
        <message>
            <source>Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Show the recording state in a small pill above other windows, where the desktop has no tray.</source>
            <translation>Den Stand der Aufzeichnung in einem kleinen Schild über anderen Fenstern zeigen, wo der Desktop keine Symbolleiste dafür hat.</translation>
        </message>
        <message>
            <source>So long moments are kept at all; what was made of them stays.</source>
            <translation>So lange bleiben Momente überhaupt; was aus ihnen gemacht wurde, bleibt.</translation>
        </message>
        <message>
            <source>So long pictures are kept; small ones stay longer.</source>
            <translation>So lange bleiben Bilder; kleine bleiben länger.</translation>
        </message>
        <message>
            <source>So long small pictures are kept; the text stays longer.</source>
            <translation>So lange bleiben kleine Bilder; der Text bleibt länger.</translation>
        </message>
        <message>
            <source>Stop looking after so long without any input.</source>
            <translation>Nach so langer Zeit ohne Eingabe nicht mehr hinsehen.</translation>
        </message>
        <message>
            <source>Take the text that a window offers to screen readers before recognising its picture.</source>
            <translation>Den Text nehmen, den ein Fenster Bildschirmlesern anbietet, bevor sein Bild erkannt wird.</translation>
        </message>
        <message>
            <source>The keys that do so: Ctrl, Alt, Shift or Super, joined by + with a letter, a digit, a function key or Space.</source>
            <translation>Die Tasten dafür: Ctrl, Alt, Shift oder Super, durch + verbunden mit einem Buchstaben, einer Ziffer, einer Funktionstaste oder Space.</translation>
        </message>
        <message>
            <source>The model leaves the memory after so long without a question.</source>
            <translation>Nach so langer Zeit ohne Frage verlässt das Modell den Arbeitsspeicher.</translation>
        </message>
        <message>
            <source>The one that is there</source>
            <translation>Das vorhandene</translation>
        </message>
        <message>
            <source>Usual values</source>
            <translation>Übliche Werte</translation>
        </message>
        <message>
            <source>What else is remembered</source>
            <translation>Was sonst gemerkt wird</translation>
        </message>
        <message>
            <source>What recording does while the memory is locked: nothing, or seal what it sees.</source>
            <translation>Was die Aufzeichnung tut, solange das Gedächtnis gesperrt ist: nichts, oder versiegeln, was sie sieht.</translation>
        </message>
        <message>
            <source>What to do when nobody can tell which window is shown.</source>
            <translation>Was geschieht, wenn niemand sagen kann, welches Fenster zu sehen ist.</translation>
        </message>
        <message>
            <source>When it locks by itself</source>
            <translation>Wann es sich von selbst sperrt</translation>
        </message>
        <message>
            <source>Which text recognition reads pictures.</source>
            <translation>Welche Texterkennung Bilder liest.</translation>
        </message>
        <message>
            <source>days</source>
            <translation>Tage</translation>
        </message>
        <message>
            <source>hours</source>
            <translation>Stunden</translation>
        </message>
        <message>
            <source>minutes</source>
            <translation>Minuten</translation>
        </message>
        <message>
            <source>per cent</source>
            <translation>Prozent</translation>
        </message>
        <message>
            <source>per cent of one core</source>
            <translation>Prozent eines Kerns</translation>
        </message>
        <message>
            <source>seconds</source>
            <translation>Sekunden</translation>
        </message>
        <message>
            <source>tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>usually {value}</source>
            <translation>üblich {value}</translation>
        </message>
        <message>
            <source>{low} to {high} {unit}</source>
            <translation>{low} bis {high} {unit}</translation>
        </message>
        <message>
            <source>{value} cannot stand here. Nothing was changed.</source>
            <translation>{value} kann hier nicht stehen. Nichts wurde geändert.</translation>
        </message>
    </context>
    <context>
        <name>shortcuts</name>
        <message>
            <source>Ask what stands in the box</source>
            <translation>Fragen, was im Feld steht</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <source>Forget the last ten minutes, after showing what goes</source>
            <translation>Die letzten zehn Minuten vergessen; vorher wird gezeigt, was geht</translation>
        </message>
        <message>
            <source>Forget what is chosen</source>
            <translation>Vergessen, was ausgewählt ist</translation>
        </message>
        <message>
            <source>Lock the memory</source>
            <translation>Das Gedächtnis sperren</translation>
        </message>
        <message>
            <source>Memories: accept or reject what is asked</source>
            <translation>Erinnerungen: annehmen oder ablehnen, was gefragt wird</translation>
        </message>
        <message>
            <source>Memories: it is wrong</source>
            <translation>Erinnerungen: das stimmt nicht</translation>
        </message>
        <message>
            <source>Memories: make two of them one</source>
            <translation>Erinnerungen: zwei zusammenlegen</translation>
        </message>
        <message>
            <source>Memories: write it in other words</source>
            <translation>Erinnerungen: mit anderen Worten sagen</translation>
        </message>
        <message>
            <source>Open the first page; Ctrl+2 the second, and so on</source>
            <translation>Die erste Seite öffnen; Strg+2 die zweite und so weiter</translation>
        </message>
        <message>
            <source>Open the settings</source>
            <translation>Die Einstellungen öffnen</translation>
        </message>
        <message>
            <source>Pause recording, go on, and see what it does</source>
            <translation>Aufzeichnung anhalten, fortsetzen und sehen, was sie tut</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Search, wherever you are</source>
            <translation>Suchen, wo immer Sie sind</translation>
        </message>
        <message>
            <source>Search: look at the picture</source>
            <translation>Suche: das Bild ansehen</translation>
        </message>
        <message>
            <source>Show or hide what is known of a moment</source>
            <translation>Zeigen oder verbergen, was von einem Moment bekannt ist</translation>
        </message>
        <message>
            <source>Take back what was done last</source>
            <translation>Zurücknehmen, was zuletzt getan wurde</translation>
        </message>
        <message>
            <source>Timeline: pin the moment, or let it age again</source>
            <translation>Zeitleiste: den Moment anheften oder wieder altern lassen</translation>
        </message>
        <message>
            <source>Timeline: the application before and the next</source>
            <translation>Zeitleiste: die vorige und die nächste Anwendung</translation>
        </message>
        <message>
            <source>Timeline: the day before and the next</source>
            <translation>Zeitleiste: der Tag davor und danach</translation>
        </message>
        <message>
            <source>Timeline: the first and the last moment of the day</source>
            <translation>Zeitleiste: der erste und der letzte Moment des Tages</translation>
        </message>
        <message>
            <source>Timeline: the moment before and the next; with Shift, choose them too</source>
            <translation>Zeitleiste: der Moment davor und danach; mit Umschalt auch auswählen</translation>
        </message>
        <message>
            <source>Write a note</source>
            <translation>Eine Notiz schreiben</translation>
        </message>
    </context>
    <context>
        <name>storage</name>
        <message>
            <source>Above that the oldest pictures go first.</source>
            <translation>Darüber gehen die ältesten Bilder zuerst.</translation>
        </message>
        <message>
            <source>After that a small picture and the text stay.</source>
            <translation>Danach bleiben ein kleines Bild und der Text.</translation>
        </message>
        <message>
            <source>After that only the text stays.</source>
            <translation>Danach bleibt nur der Text.</translation>
        </message>
        <message>
            <source>After that the moment is gone; what was made of it stays.</source>
            <translation>Danach ist der Moment weg; was daraus gemacht wurde, bleibt.</translation>
        </message>
        <message>
            <source>Keep pictures for</source>
            <translation>Bilder behalten für</translation>
        </message>
        <message>
            <source>Keep small pictures for</source>
            <translation>Kleine Bilder behalten für</translation>
        </message>
        <message>
            <source>Keep text for</source>
            <translation>Text behalten für</translation>
        </message>
        <message>
            <source>Take at most</source>
            <translation>Höchstens belegen</translation>
        </message>
    </context>
    <context>
        <name>talk</name>
        <message>
            <source>Counted</source>
            <translation>Gezählt</translation>
        </message>
        <message>
            <source>Quoted</source>
            <translation>Zitiert</translation>
        </message>
        <message>
            <source>Written</source>
            <translation>Geschrieben</translation>
        </message>
    </context>
    <context>
        <name>testCard</name>
        <message>
            <source>Recollect looks for these words:</source>
            <translation>Recollect sucht nach diesen Wörtern:</translation>
        </message>
        <message>
            <source>Recollect test card</source>
            <translation>Testbild von Recollect</translation>
        </message>
        <message>
            <source>This window closes by itself, and is then forgotten.</source>
            <translation>Dieses Fenster schließt sich von selbst und wird dann vergessen.</translation>
        </message>
    </context>
    <context>
        <name>timeline_keys</name>
        <message>
            <source>a range</source>
            <translation>ein Bereich</translation>
        </message>
        <message>
            <source>an hour, or what is in sight</source>
            <translation>eine Stunde, oder was zu sehen ist</translation>
        </message>
        <message>
            <source>closer, wider, whole day</source>
            <translation>näher, weiter, ganzer Tag</translation>
        </message>
        <message>
            <source>copy the text</source>
            <translation>Text kopieren</translation>
        </message>
        <message>
            <source>day</source>
            <translation>Tag</translation>
        </message>
        <message>
            <source>first, last of the day</source>
            <translation>erster, letzter des Tages</translation>
        </message>
        <message>
            <source>forget</source>
            <translation>vergessen</translation>
        </message>
        <message>
            <source>go to a day or a time, in words</source>
            <translation>zu einem Tag oder einer Zeit gehen, in Worten</translation>
        </message>
        <message>
            <source>moment</source>
            <translation>Moment</translation>
        </message>
        <message>
            <source>newest moment</source>
            <translation>neuester Moment</translation>
        </message>
        <message>
            <source>next application</source>
            <translation>nächste Anwendung</translation>
        </message>
        <message>
            <source>nothing selected, then back to the page that opened the moment</source>
            <translation>nichts ausgewählt, dann zurück zu der Seite, die den Moment geöffnet hat</translation>
        </message>
        <message>
            <source>open the page or file again</source>
            <translation>Seite oder Datei wieder öffnen</translation>
        </message>
        <message>
            <source>pin</source>
            <translation>anheften</translation>
        </message>
        <message>
            <source>play</source>
            <translation>abspielen</translation>
        </message>
        <message>
            <source>select the episode</source>
            <translation>die Episode auswählen</translation>
        </message>
        <message>
            <source>slower, faster</source>
            <translation>langsamer, schneller</translation>
        </message>
        <message>
            <source>undo</source>
            <translation>rückgängig</translation>
        </message>
    </context>
    <context>
        <name>understood</name>
        <message>
            <source>About {value}</source>
            <translation>Über {value}</translation>
        </message>
        <message>
            <source>Exactly {value}</source>
            <translation>Genau {value}</translation>
        </message>
        <message>
            <source>From {value}</source>
            <translation>Von {value}</translation>
        </message>
        <message>
            <source>In the thread {value}</source>
            <translation>Im Gespräch {value}</translation>
        </message>
        <message>
            <source>In {value}</source>
            <translation>In {value}</translation>
        </message>
        <message>
            <source>Kind: {value}</source>
            <translation>Art: {value}</translation>
        </message>
        <message>
            <source>On {value}</source>
            <translation>Auf {value}</translation>
        </message>
        <message>
            <source>PDF</source>
            <translation>PDF</translation>
        </message>
        <message>
            <source>Time: {value}</source>
            <translation>Zeit: {value}</translation>
        </message>
        <message>
            <source>Without {value}</source>
            <translation>Ohne {value}</translation>
        </message>
        <message>
            <source>copied text</source>
            <translation>kopierter Text</translation>
        </message>
        <message>
            <source>document</source>
            <translation>Dokument</translation>
        </message>
        <message>
            <source>mail</source>
            <translation>E-Mail</translation>
        </message>
        <message>
            <source>message</source>
            <translation>Nachricht</translation>
        </message>
        <message>
            <source>note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>slides</source>
            <translation>Folien</translation>
        </message>
        <message>
            <source>spreadsheet</source>
            <translation>Tabelle</translation>
        </message>
        <message>
            <source>terminal</source>
            <translation>Terminal</translation>
        </message>
    </context>
    <context>
        <name>words</name>
        <message>
            <source>1 answer</source>
            <translation>1 Antwort</translation>
        </message>
        <message>
            <source>1 memory</source>
            <translation>1 Erinnerung</translation>
        </message>
        <message>
            <source>1 moment</source>
            <translation>1 Moment</translation>
        </message>
        <message>
            <source>1 picture</source>
            <translation>1 Bild</translation>
        </message>
        <message>
            <source>1 piece of text</source>
            <translation>1 Textstück</translation>
        </message>
        <message>
            <source>A page of a bank was on the screen. Nothing of it was kept.</source>
            <translation>Die Seite einer Bank war auf dem Bildschirm. Nichts davon wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>A password manager was on the screen. Nothing of it was kept.</source>
            <translation>Eine Passwortverwaltung war auf dem Bildschirm. Nichts davon wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>A private browser window was on the screen. Nothing of it was kept.</source>
            <translation>Ein privates Browserfenster war auf dem Bildschirm. Nichts davon wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>A private window was on the screen. Nothing was kept.</source>
            <translation>Ein privates Fenster war auf dem Bildschirm. Nichts wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>Copied text</source>
            <translation>Kopierter Text</translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>Dokumente</translation>
        </message>
        <message>
            <source>Idle</source>
            <translation>Untätig</translation>
        </message>
        <message>
            <source>It is where, or of the kind, that you named</source>
            <translation>Es ist dort oder von der Art, die Sie nannten</translation>
        </message>
        <message>
            <source>It lies in the time you named</source>
            <translation>Es liegt in der genannten Zeit</translation>
        </message>
        <message>
            <source>It means something close</source>
            <translation>Es bedeutet Ähnliches</translation>
        </message>
        <message>
            <source>Last stored {ago}</source>
            <translation>Zuletzt gespeichert {ago}</translation>
        </message>
        <message>
            <source>Locked</source>
            <translation>Gesperrt</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>Nachrichten</translation>
        </message>
        <message>
            <source>Nobody could tell whose window was shown. Nothing of it was kept.</source>
            <translation>Niemand konnte sagen, wessen Fenster zu sehen war. Nichts davon wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>Not recording</source>
            <translation>Keine Aufnahme</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>Notizen</translation>
        </message>
        <message>
            <source>Nothing is kept until the problem is solved.</source>
            <translation>Nichts wird aufbewahrt, bis das Problem gelöst ist.</translation>
        </message>
        <message>
            <source>Nothing is kept while a private window is on the screen.</source>
            <translation>Nichts wird aufbewahrt, solange ein privates Fenster auf dem Bildschirm ist.</translation>
        </message>
        <message>
            <source>Nothing is kept while recording is paused.</source>
            <translation>Nichts wird aufbewahrt, solange die Aufnahme pausiert.</translation>
        </message>
        <message>
            <source>Nothing is kept while the memory is locked.</source>
            <translation>Nichts wird aufbewahrt, solange das Gedächtnis gesperrt ist.</translation>
        </message>
        <message>
            <source>Nothing is kept while the screen is locked.</source>
            <translation>Nichts wird aufbewahrt, solange der Bildschirm gesperrt ist.</translation>
        </message>
        <message>
            <source>Nothing is kept while you are away.</source>
            <translation>Nichts wird aufbewahrt, solange Sie weg sind.</translation>
        </message>
        <message>
            <source>Nothing is kept: no recorder is running.</source>
            <translation>Nichts wird aufbewahrt: Keine Aufnahme läuft.</translation>
        </message>
        <message>
            <source>Nothing stored yet</source>
            <translation>Noch nichts gespeichert</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>Pausiert</translation>
        </message>
        <message>
            <source>Paused until tomorrow</source>
            <translation>Pause bis morgen</translation>
        </message>
        <message>
            <source>Paused until {time}</source>
            <translation>Pause bis {time}</translation>
        </message>
        <message>
            <source>Private window</source>
            <translation>Privates Fenster</translation>
        </message>
        <message>
            <source>Problem</source>
            <translation>Problem</translation>
        </message>
        <message>
            <source>Recollect itself was on the screen. It does not keep its own window.</source>
            <translation>Recollect selbst war auf dem Bildschirm. Das eigene Fenster bewahrt es nicht auf.</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>Aufnahme</translation>
        </message>
        <message>
            <source>Recording was paused. Nothing was kept.</source>
            <translation>Die Aufnahme pausierte. Nichts wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>Recording, sealed</source>
            <translation>Aufnahme, versiegelt</translation>
        </message>
        <message>
            <source>Replaced by what stands above</source>
            <translation>Ersetzt durch das, was darüber steht</translation>
        </message>
        <message>
            <source>The computer was asleep. Nothing was kept.</source>
            <translation>Der Computer schlief. Nichts wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>The disk was full. Nothing could be kept.</source>
            <translation>Der Datenträger war voll. Nichts konnte aufbewahrt werden.</translation>
        </message>
        <message>
            <source>The memory is locked. What may be kept is sealed until you open it.</source>
            <translation>Das Gedächtnis ist gesperrt. Was aufbewahrt werden darf, wird versiegelt, bis Sie es öffnen.</translation>
        </message>
        <message>
            <source>The name you asked for stands here</source>
            <translation>Der gesuchte Name steht hier</translation>
        </message>
        <message>
            <source>The person you named wrote it</source>
            <translation>Die genannte Person hat es geschrieben</translation>
        </message>
        <message>
            <source>The screen could not be read. Nothing was kept.</source>
            <translation>Der Bildschirm ließ sich nicht lesen. Nichts wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>The screen saver was on. Nothing was kept.</source>
            <translation>Der Bildschirmschoner lief. Nichts wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>The screen was locked. Nothing was kept.</source>
            <translation>Der Bildschirm war gesperrt. Nichts wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>The screen went away for a while. Nothing was kept.</source>
            <translation>Der Bildschirm war eine Weile nicht da. Nichts wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>These words stand here</source>
            <translation>Diese Wörter stehen hier</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <source>Unknown application</source>
            <translation>Unbekannte Anwendung</translation>
        </message>
        <message>
            <source>What the screen shows is kept, encrypted, on this computer.</source>
            <translation>Was der Bildschirm zeigt, wird verschlüsselt auf diesem Computer aufbewahrt.</translation>
        </message>
        <message>
            <source>What the screen shows is kept, encrypted, on this computer. Recollect's own window is left out.</source>
            <translation>Was der Bildschirm zeigt, wird verschlüsselt auf diesem Computer aufbewahrt. Das Fenster von Recollect selbst bleibt weg.</translation>
        </message>
        <message>
            <source>What was seen around it fits</source>
            <translation>Was darum herum zu sehen war, passt</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>Gestern</translation>
        </message>
        <message>
            <source>You were away. Nothing was kept.</source>
            <translation>Sie waren weg. Nichts wurde aufbewahrt.</translation>
        </message>
        <message>
            <source>accessibility</source>
            <translation>Barrierefreiheit</translation>
        </message>
        <message>
            <source>answering</source>
            <translation>Antworten</translation>
        </message>
        <message>
            <source>ddd d MMM yyyy</source>
            <translation>ddd d. MMM yyyy</translation>
        </message>
        <message>
            <source>dddd, d MMMM</source>
            <translation>dddd, d. MMMM</translation>
        </message>
        <message>
            <source>dddd, d MMMM yyyy</source>
            <translation>dddd, d. MMMM yyyy</translation>
        </message>
        <message>
            <source>meaning</source>
            <translation>Bedeutung</translation>
        </message>
        <message>
            <source>ordering</source>
            <translation>Ordnen</translation>
        </message>
        <message>
            <source>reading</source>
            <translation>Lesen</translation>
        </message>
        <message>
            <source>seen {since} to {until}, {n} times</source>
            <translation>gesehen von {since} bis {until}, {n}-mal</translation>
        </message>
        <message>
            <source>{cpu} % of one core · {mb} of {limit} MB today</source>
            <translation>{cpu} % eines Kerns · heute {mb} von {limit} MB</translation>
        </message>
        <message>
            <source>{done} of {whole}</source>
            <translation>{done} von {whole}</translation>
        </message>
        <message>
            <source>{n} answers</source>
            <translation>{n} Antworten</translation>
        </message>
        <message>
            <source>{n} days ago</source>
            <translation>vor {n} Tagen</translation>
        </message>
        <message>
            <source>{n} h ago</source>
            <translation>vor {n} h</translation>
        </message>
        <message>
            <source>{n} memories</source>
            <translation>{n} Erinnerungen</translation>
        </message>
        <message>
            <source>{n} min ago</source>
            <translation>vor {n} min</translation>
        </message>
        <message>
            <source>{n} moments</source>
            <translation>{n} Momente</translation>
        </message>
        <message>
            <source>{n} pictures</source>
            <translation>{n} Bilder</translation>
        </message>
        <message>
            <source>{n} pieces of text</source>
            <translation>{n} Textstücke</translation>
        </message>
        <message>
            <source>{n} s ago</source>
            <translation>vor {n} s</translation>
        </message>
    </context>
</TS>
