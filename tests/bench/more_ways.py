"""Changed facts and near misses to develop on: many wordings in families, of which any may be left out in turn.

    python -m tests.bench.more_ways [--seed 5] [--pairs 360] [--misses]

All of these may be looked at. What was never looked at stands in `unseen_ways`.
"""

import argparse
import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from tests.bench import fresh_ways, unseen_ways
from tests.bench.changed_facts import BEGIN, Pair, Told, consolidated, said_at

WHEN = ("time", "day", "date")
Way = tuple[tuple[tuple[str, ...], str, str], ...]
WAYS: dict[str, Way] = {
    "plain": (
        (WHEN, "{T} is {at_a}.", "{T} is going to be {at_b}."),
        (("place",), "{T} will be {at_a}.", "{T} takes place {at_b}."),
        (("price",), "{T} is {a}.", "{T} costs {b}."),
    ),
    "reason first": (
        (WHEN, "{T} happens {at_a}.", "Since nobody was free then, {t} happens {at_b}."),
        (("place",), "{T} happens {at_a}.", "Because of the renovation {t} has to go to {b}."),
        (("price",), "We pay {a} for {t}.", "Because prices went up we pay {b} for {t}."),
        (("name",), "{a} takes care of {t}.", "As {a} is ill, {b} takes care of {t}."),
    ),
    "reason last": (
        (WHEN, "I've got {t} down for {a}.", "{T} had to be put off until {b}, the room was taken."),
        (("place",), "Come to {a} for {t}.", "Come to {b} for {t}, the boiler broke down in the other place."),
        (("number",), "Please lay the table for {a} at {t}.", "Please lay the table for {b} at {t}, some cannot come."),
    ),
    "negated": (
        (WHEN, "{T} is {at_a}.", "{T} isn't {at_a}, it's {at_b}."),
        (("name",), "{a} organises {t}.", "It's not {a} but {b} who organises {t}."),
        (("place",), "{T} is {at_a}.", "Don't go to {a} for {t}, go to {b}."),
        (("price",), "{T} costs {a}.", "{T} doesn't cost {a} any more, you pay {b}."),
    ),
    "corrected": (
        ((*WHEN, "price", "place"), "{Bare}: {a}", "Correction - {bare}: {b}"),
        ((*WHEN, "place"), "{T} starts {at_a}.", "My mistake, {t} starts {at_b}."),
        (("number",), "There are {a} of us at {t}.", "I miscounted, there are {b} of us at {t}."),
        (("name",), "Ask {a} about {t}.", "I mixed people up: ask {b} about {t}."),
    ),
    "from to": (
        ((*WHEN, "price"), "{T}: {a}.", "{T} went from {a} to {b}."),
        (("place",), "{T} is {at_a}.", "{T} switches from {a} to {b}."),
        (("number",), "{T} has {a} places.", "Places at {t} went up from {a} to {b}."),
    ),
    "passive": (
        (WHEN, "{T} has been fixed for {a}.", "{T} has been brought forward to {b}."),
        (("place",), "{T} is being held {at_a}.", "{T} has been relocated to {b}."),
        (("price",), "{T} is charged at {a}.", "{T} has been reduced to {b}."),
        (("name",), "{T} was assigned to {a}.", "{T} was handed to {b}."),
    ),
    "imperative": (
        (WHEN, "Put {t} in your calendar: {a}.", "Please change your calendars, {t} will be {at_b}."),
        (("place",), "Bring the boxes to {a} for {t}.", "Stop, bring the boxes for {t} to {b} please."),
        (("number",), "Print {a} copies for {t}.", "Please print {b} copies for {t} rather than what I said."),
        (("name",), "Send the forms for {t} to {a}.", "Send the forms for {t} to {b} from now on."),
    ),
    "casual": (
        (WHEN, "yo {t} {at_a}", "nvm {t} {at_b} lol"),
        (("place",), "{t} {at_a} yeah?".replace("?", ""), "scratch that {t} {at_b}"),
        (("price",), "{t} is like {a}", "ugh {t} is {b} actually"),
        (("number",), "{a} ppl for {t}", "now {b} ppl for {t}"),
    ),
    "they": (
        (WHEN, "They scheduled {t} for {a}.", "They rescheduled {t} for {b}."),
        (("place",), "They put {t} in {a}.", "They put {t} in {b} in the end."),
        (("price",), "They quoted {a} for {t}.", "They revised the quote for {t} to {b}."),
        (("name",), "They gave {t} to {a}.", "They took {t} away from {a} and gave it to {b}."),
    ),
    "status talk": (
        (("status",), "{T} is {a}.", "{T} is {b} at last."),
        (("status",), "{Bare}: {a}", "{Bare}: {b}"),
        (("status",), "They told me {t} is {a}.", "Good news, {t} is {b}."),
        (("status",), "{T} is {a} at the moment", "{T} got {b} this morning"),
    ),
    "we": (
        (WHEN, "We meet for {t} {at_a}.", "We'll meet for {t} {at_b} after all."),
        (("place",), "We do {t} {at_a}.", "We can't get in, so we do {t} {at_b}."),
        (("number",), "We are {a} people for {t}.", "We have grown, we are {b} people for {t}."),
        (("price",), "We budgeted {a} for {t}.", "We need to raise the budget for {t} to {b}."),
    ),
    "short reply": (
        (WHEN, "{T} is {at_a}, right after lunch.", "Oh, it's {at_b}, they just rang."),
        (("place",), "See you for {t} {at_a}.", "Sorry, it's {at_b}."),
        (("price",), "{T} comes to {a}.", "Oops, I mean {b}."),
    ),
    "follow up": (
        (WHEN, "{T} is {at_a}.", "About {t}: I talked to {who} and we settled on {b}."),
        (("place",), "{T} is {at_a}.", "Re {bare}: too small, so {b} it is."),
        (("price",), "{T} costs {a}.", "On {t}: they came down to {b}."),
        (("name",), "{a} hosts {t}.", "About {t}: {a} is away, {b} hosts."),
    ),
    "list": (
        (WHEN, "- {bare}, {a}, all welcome", "- {bare}, {b}, all welcome"),
        (("place",), "{Bare} @ {a}", "{Bare} @ {b}"),
        (("price",), "{bare} ... {a}", "{bare} ... {b}"),
        (("name",), "{Bare}: {a} (lead)", "{Bare}: {b} (lead)"),
        (("number",), "{bare} x {a}", "{bare} x {b}"),
    ),
    "only": (
        (WHEN, "{T} opens {at_a}.", "It turns out {t} only opens {at_b}."),
        (("price",), "I thought {t} was {a}.", "Turns out {t} is {b}."),
        (("number",), "{T} takes {a} people.", "It turns out {t} takes {b} people at most."),
    ),
    "people": (
        (("city",), "{p} lives in {a}.", "{p} has moved to {b}."),
        (("city",), "{p} is at home in {a}.", "Since May {p} lives in {b}."),
        (("firm",), "{p} works for {a}.", "{p} left {a} and joined {b}."),
        (("phone",), "Call {p} on {a}.", "{p} has a new number: {b}."),
        (("phone",), "{p}: {a}", "{p}'s new number is {b}"),
    ),
    "role": (
        (("post",), "{a} is our {bare}.", "{b} is our {bare} now."),
        (("post",), "The {bare} is {a}.", "{b} took over as {bare}."),
        (("post",), "{a} works as {bare}.", "{b} replaces {a} as {bare}."),
        (("post",), "Write to {a}, our {bare}.", "{a} stepped down, {b} is the new {bare}."),
    ),
    "wordy": (
        (WHEN, "Just to let you all know that {t} has been arranged for {a}, so please keep that free.",
         "I am writing to let you know that, for reasons beyond our control, {t} cannot go ahead as planned and will instead be {at_b}."),
        (("place",), "As every year we are going to gather {at_a} for {t}.",
         "As the roof is leaking we are going to gather {at_b} for {t} this year."),
        (("price",), "The company that we found offers {t} for {a} including tax.",
         "The company called back and {t} will now be {b} including tax."),
    ),
    "exclaimed": (
        (WHEN, "Save the date: {t}, {a}!", "Attention please: new date for {t}, {b}!"),
        (("time",), "Be there for {t}, {a} sharp!", "New time for {t}, {b} sharp!"),
        (("place",), "Location of {t}: {a}!", "New location of {t}: {b}!"),
        (("price",), "Price of {t}: {a}!", "New price of {t}: {b}!"),
    ),
    "extended": (
        (("date", "day"), "The deadline for {t} is {a}.", "We got an extension, the deadline for {t} is {b}."),
        (("date", "day"), "{T} is due {a}.", "{T} isn't due until {b}."),
        (("date",), "Hand in your papers for {t} by {a}.", "You have longer: hand in your papers for {t} by {b}."),
    ),
    "said twice": (
        (WHEN, "{T} kicks off {at_a}.", "{T} kicks off {at_b}."),
        (("place",), "{Bare}, {a}", "{Bare}, {b}"),
        (("price",), "Total for {t}: {a}", "Total for {t}: {b}"),
        (("status",), "{Bare} is {a}.", "{Bare} is {b}."),
        (("code",), "{T} has the number {a}.", "{T} has the number {b}."),
        (("number",), "Headcount for {t}: {a}", "Headcount for {t}: {b}"),
    ),
    "table": (
        (WHEN, "{bare} ; {a} ; ok", "{bare} ; {b} ; ok"),
        (("status", "price"), "[{bare}] {a}", "[{bare}] {b}"),
        (("place", "name"), "{Bare} <{a}>", "{Bare} <{b}>"),
    ),
    "still valid": (
        (WHEN, "Nothing new, {t} remains {at_a}.", "Well, it did change: {t} {at_b}."),
        (("place",), "So far {t} is planned {at_a}.", "The plan is different now, {t} goes to {b}."),
        (("price",), "So far {t} is at {a}.", "By today {t} is at {b}."),
        (("number",), "So far there are {a} names on the list for {t}.", "By today there are {b} names on the list for {t}."),
        (("status",), "So far {t} is {a}.", "By today {t} is {b}."),
    ),
    "official": (
        (WHEN, "Notice: {t} shall commence {at_a}.", "Notice of amendment: {t} shall commence {at_b}."),
        (("place",), "Participants of {t} assemble at {a}.", "Participants of {t} are requested to assemble at {b}."),
        (("price",), "The fee for {t} is set at {a}.", "By decision of the council the fee for {t} is set at {b}."),
        (("name",), "{a} is appointed to chair {t}.", "{b} is appointed to chair {t} in place of {a}."),
        (("status",), "Your request about {t} is {a}.", "Your request about {t} is {b}."),
    ),
    "news": (
        (WHEN, "I hear {t} is {at_a}.", "The new schedule is out, {t} is {at_b}."),
        (("place",), "We got {a} for {t}.", "Great news, we got {b} for {t}!"),
        (("price",), "The cheapest I found for {t} is {a}.", "I found a better price for {t}: {b}."),
        (("status",), "I just looked, {t} is {a}.", "I just looked again, {t} is {b}."),
        (("name",), "The person in charge of {t} is {a}.", "There is a change of staff: the person in charge of {t} is {b}."),
    ),
    "longer": (
        (WHEN, "Hi all, quick one: {t} takes place {at_a}. Please tell the others.",
         "Hi all. I got an e-mail about {t}. They have to start later, so we meet {at_b}."),
        (("place",), "Hello! We booked {a} for {t}. It has a stage.", "Hello! {T} cannot be where we wanted. We found {b}, it is close by."),
        (("price",), "The invoice for {t} arrived. We owe {a}.", "The invoice for {t} was wrong. We owe {b}."),
        (("name",), "About the staff for {t}. {a} does it.", "About the staff for {t}. {a} got another job, {b} does it."),
    ),
    "agreed": (
        (WHEN, "Deal, {t} {at_a} then.", "{who} cannot make it, deal for {t} is {at_b} then."),
        (("place",), "OK, {t} {at_a} then.", "OK, then let us say {b} for {t}."),
        (("number",), "Order {a} sandwiches for {t}.", "Order {b} sandwiches for {t}, not {a}."),
        (("name",), "{a} speaks at {t}, it is settled.", "{b} speaks at {t}, {a} withdrew."),
    ),
    "machine": (
        (("status",), "[bot] {bare} is {a}", "[bot] {bare} is {b}"),
        (("status",), "Your order {bare} has the status {a}.", "Your order {bare} has the status {b}."),
        (WHEN, "Your booking for {t} is {at_a}.", "Your booking for {t} has a new time. It is {at_b}."),
        (("price",), "Price alert: {bare} {a}", "Price alert: {bare} {b}"),
    ),
    "value first": (
        (WHEN, "{a} is the time for {t}.", "{b} is the time for {t} now."),
        (("place",), "{a} is where {t} takes place.", "{b} is where {t} takes place, the owner said no."),
        (("price",), "{a} buys you {t}.", "You need {b} for {t} these days."),
        (("number",), "{a} people fit into {t}.", "{b} people fit into {t}, we measured again."),
        (("name",), "{a} plans {t}.", "{b} stands in for {a} and plans {t}."),
    ),
    "ignore that": (
        ((*WHEN, "place"), "{T} is {at_a}!", "Ignore my last message, {t} is {at_b}!"),
        ((*WHEN, "price", "number"), "{Bare}: {a}", "{Bare}: {b} (not {a} as announced)"),
        (("status",), "{Bare}: {a}", "No, wait. {Bare}: {b}"),
    ),
    "decided": (
        (WHEN, "We said {a} for {t}.", "The others decided on {b} for {t}."),
        (("place", "name", "price"), "We go with {a} for {t}.", "We talked about it and go with {b} for {t}."),
        (("place", "day", "date"), "{a} would be for {t}, it is noted.", "It is {b} for {t}, everybody agreed."),
    ),
    "confirmed": (
        (WHEN, "{T}: waiting for an answer about {a}.", "{T}: they just confirmed {b}."),
        (("place",), "Asked for {a} for {t}, looks good.", "Heard back: they put us in {b} for {t}."),
        (("price",), "First estimate for {t}: {a}.", "Final bill for {t}: {b}."),
        (("number",), "Expecting {a} guests at {t}.", "Final number of guests at {t}: {b}."),
    ),
    "gone": (
        (("place",), "{T} is {at_a}.", "{a} burned down, {t} goes to {b}."),
        (("name",), "{a} sings at {t}.", "{a} has lost the voice, {b} sings at {t}."),
        (("day", "date", "time"), "{T} is {at_a}.", "{T} did not happen, it is made up for {at_b}."),
        (("price",), "{T} sells for {a}.", "Sale! {T} sells for {b}."),
    ),
    "look": (
        ((*WHEN, "place"), "Looks like {t} is {at_a}.", "Looks like {t} is {at_b}."),
        ((*WHEN, "price"), "{T} = {a}", "{T} = {b} (old: {a})"),
        (("status", "number", "price"), "{T} -> {a}", "{T} -> {b}"),
        (("time", "day", "date"), "They want {t} {at_a}.", "They want {t} {at_b} because of the holidays."),
    ),
    "polite": (
        ((*WHEN, "place"), "Kindly note that {t} is {at_a}.", "Kindly note that {t} is {at_b} as the hall is occupied."),
        (("price",), "We may offer you {t} at {a}.", "With apologies for the confusion, we offer you {t} at {b}."),
        (("name",), "Please welcome {a}, who will lead {t}.", "Please welcome {b}, who will lead {t} while {a} is on leave."),
        (("number",), "We have reserved {a} beds for {t}.", "We were able to reserve {b} beds for {t}."),
    ),
    "elsewhere": (
        (("place",), "I left {t} in {a}.", "I moved {t} over to {b}."),
        (("place",), "You find {t} in {a}.", "You find {t} in {b} since the move."),
        (("code",), "The code for {t} is {a}.", "They reset the code for {t}, it's {b}."),
        (("code",), "{Bare} code: {a}", "{Bare} code: {b}"),
    ),
}  # fmt: skip
NEAR: Way = (
    ((*WHEN, "place"), "{T} is {at_a}.", "{TO} is {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "{TO} has been moved to {b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "Should {t} rather be {at_b}?"),
    ((*WHEN, "place"), "{T} is {at_a}.", "I would have liked {t} {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "In case it rains {t} is {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "{who} claimed {t} was {at_b}, which is wrong."),
    ((*WHEN, "place"), "{T} is {at_a}.", "They had planned {t} {at_b} originally."),
    ((*WHEN, "place"), "{T} is {at_a}.", "Two years ago {t} took place {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "There is another {bare} {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "{T} is also {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "{T} is not {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "We voted against having {t} {at_b}."),
    (("time", "day"), "{T} is {at_a}.", "Rehearsal for {t} is {at_b}."),
    (("time", "day"), "{T} is {at_a}.", "Tickets for {t} go on sale {at_b}."),
    (("time",), "{T} starts {at_a}.", "The doors for {t} open {at_b}."),
    (("time",), "{T} starts {at_a}.", "{T} finishes {at_b}."),
    (("time",), "{T} is {at_a}.", "Pick me up from {t} {at_b}."),
    (("time",), "{T} is {at_a}.", "I can only get to {t} {at_b}."),
    (("time",), "{T} is {at_a}.", "After {t} we go for a drink {at_b}."),
    (("time",), "{T} is {at_a}.", "My train to {t} leaves {at_b}."),
    (("time",), "{T} is {at_a}.", "{T} took until {b}."),
    (("time",), "Group A does {t} {at_a}.", "Group B does {t} {at_b}."),
    (("time",), "The morning part of {t} is {at_a}.", "The afternoon part of {t} is {at_b}."),
    (("time",), "{T} in the north is {at_a}.", "{T} in the south is {at_b}."),
    (("day", "date"), "{T} is {at_a}.", "The deadline for {t} is {b}."),
    (("day", "date"), "{T} is {at_a}.", "We clean up after {t} {at_b}."),
    (("day", "date"), "{T} is {at_a}.", "Please pay for {t} by {b}."),
    (("day",), "{T} is {at_a}.", "I am away on {b}, so I miss {t}."),
    (("place",), "{T} is {at_a}.", "The coach to {t} leaves from {b}."),
    (("place",), "{T} is {at_a}.", "I read about {t} in {b}."),
    (("place",), "{T} is {at_a}.", "{who} waits for us in {b} before {t}."),
    (("place",), "{T} is {at_a}.", "The posters for {t} hang in {b}."),
    (("place",), "I put the keys for {t} in {a}.", "I put the lamps for {t} in {b}."),
    (("price",), "{T} costs {a}.", "The insurance for {t} costs {b}."),
    (("price",), "{T} costs {a}.", "Delivery of {t} costs {b}."),
    (("price",), "{T} costs {a}.", "We already spent {b} on {t}."),
    (("price",), "{T} costs {a}.", "{who} offered me {b} for my old {noun}."),
    (("price",), "Members pay {a} for {t}.", "Guests pay {b} for {t}."),
    (("price",), "We pay {a} for {t} in March.", "We pay {b} for {t} in June."),
    (("price",), "{T} costs {a}.", "{TO} costs {b}."),
    (("price",), "{T} costs {a}.", "Can we get {t} for {b}?"),
    (("price",), "{T} costs {a}.", "{T} might go up to {b}."),
    (("number",), "{a} people come to {t}.", "{b} people cannot come to {t}."),
    (("number",), "We have {a} seats for {t}.", "We sold {b} tickets for {t}."),
    (("number",), "{a} adults come to {t}.", "{b} children come to {t}."),
    (("number",), "I baked {a} buns for {t}.", "I baked {b} rolls for {t}."),
    (("number",), "{T} lasts {a} minutes.", "{T} has {b} speakers."),
    (("number",), "{a} people were at {t}.", "I met {b} people at {t}."),
    (("name",), "{a} helps with {t}.", "{b} helps with {t}."),
    (("name",), "{a} is invited to {t}.", "{b} is invited to {t}, too."),
    (("name",), "{a} liked {t}.", "{b} liked {t}."),
    (("name",), "{a} told me about {t}.", "{b} told me about {t}."),
    (("name",), "{a} signed up for {t}.", "{b} signed up for {t}."),
    (("name",), "{a} does the food for {t}.", "{b} does the music for {t}."),
    (("name",), "{a} leads {t}.", "{b} wants to lead {t}."),
    (("name",), "{a} leads {t}.", "I went to {t} with {b}."),
    (("name",), "{a} leads {t}.", "{b} is looking forward to {t}."),
    (("post",), "{a} is our {bare}.", "{b} is their {bare}."),
    (("post",), "{a} is our {bare}.", "{b} was our {bare} before."),
    (("post",), "{a} is our {bare}.", "{b} would be a better {bare}."),
    (("post",), "{a} is our {bare}.", "{b} met our {bare}."),
    (("status",), "{T} is {a}.", "{TO} is {b}."),
    (("status",), "{T} is {a}.", "Is {t} {b}?"),
    (("status",), "{T} is {a}.", "When {t} is {b} I will tell you."),
    (("status",), "{T} is {a}.", "I hope {t} is {b} soon."),
    (("city",), "{p} lives in {a}.", "{p} spent a week in {b}."),
    (("city",), "{p} lives in {a}.", "{p} would love to live in {b}."),
    (("city",), "{p} lives in {a}.", "{p} comes from {b}."),
    (("city",), "{p} lives in {a}.", "{q} has moved to {b}."),
    (("firm",), "{p} works for {a}.", "{p} used to work for {b}."),
    (("firm",), "{p} works for {a}.", "{q} works for {b}."),
    (("phone",), "{p}: {a}", "{q}: {b}"),
    (("phone",), "{p}'s mobile is {a}.", "{p}'s office is {b}."),
    (("code",), "The code for {t} is {a}.", "The code for {to} is {b}."),
    ((*WHEN, "place", "price"), "{Bare}: {a}", "{Other}: {b}"),
    ((*WHEN, "place"), "{Bare} - {a}", "{Bare} (reserve) - {b}"),
    ((*WHEN, "place"), "{T} is {at_a}.", "Suppose {t} was {at_b}, who would come."),
    ((*WHEN, "place"), "{T} is {at_a}.", "Somebody in the other chat says {t} is {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "The plan B for {t} is {b}."),
    (("time", "place"), "{T} this week is {at_a}.", "{T} next week is {at_b}."),
    (("time", "place"), "For beginners {t} is {at_a}.", "For advanced people {t} is {at_b}."),
    (("time", "day"), "{T} is {at_a}.", "I forgot to eat before {t}, and {b} I had pizza."),
    ((*WHEN, "place"), "{T} is {at_a}.", "Nobody told me whether {t} is {at_b}."),
    ((*WHEN, "place", "price"), "{T}: {a}.", "Last year: {t}, {b}."),
    (("price",), "{T} costs {a}.", "I have saved {b} for {t}."),
    (("price",), "{T} costs {a}.", "{who} lent me {b} for {t}."),
    (("price",), "{T} costs {a}.", "We lost {b} on {t} in total."),
    (("price",), "{T} costs {a}.", "We would have to pay {b} more for {t} with the big room."),
    (("price",), "{T} costs {a}.", "The reminder fee for {t} is {b}."),
    (("price",), "Total for {t}: {a}", "Discount for {t}: {b}"),
    (("price",), "Total for {t}: {a}", "Total for {to}: {b}"),
    (("time", "day"), "{T} is {at_a}.", "I arrived at {t} {at_b} and nobody was there."),
    (("time", "day"), "{T} is {at_a}.", "We met {who} after {t} {at_b}."),
    (("time", "day"), "{T} is {at_a}.", "I am busy {at_b}, so somebody else has to open {t}."),
    (("time",), "{T} kicks off {at_a}.", "The warm-up for {t} kicks off {at_b}."),
    (("time",), "{T} kicks off {at_a}.", "There is a break {at_b} during {t}."),
    (("time",), "{T} is {at_a}.", "I set my alarm for {t} to {b}."),
    (("time",), "{T} is {at_a}.", "You cannot enter {t} after {b}."),
    (("time",), "{T} is {at_a}.", "We all left {t} {at_b}."),
    (("time",), "Children's {bare} is {at_a}.", "Adults' {bare} is {at_b}."),
    (("time", "day"), "In Leeds {t} is {at_a}.", "In Turku {t} is {at_b}."),
    (("date", "day"), "{T} is {at_a}.", "They announce the winners of {t} {at_b}."),
    (("date", "day"), "{T} is {at_a}.", "The money for {t} is due {at_b}."),
    (("date", "day"), "{T} is {at_a}.", "I wrote this about {t} {at_b}."),
    (("place",), "{T} is {at_a}.", "We had lunch in {b} after {t}."),
    (("place",), "{T} is {at_a}.", "I live close to {b}, so I can walk to {t}."),
    (("place",), "{T} is {at_a}.", "Bring the chairs from {b} to {t}."),
    (("place",), "{T} is {at_a}.", "Spare chairs for {t} are in {b}."),
    (("place",), "{T} is {at_a}.", "The cloakroom of {t} is in {b}."),
    (("place",), "{T} is {at_a}.", "Nobody wants {t} in {b}."),
    (("place",), "We got {a} for {t}.", "We got {b} for {to}."),
    (("number",), "Headcount for {t}: {a}", "Parking spaces for {t}: {b}"),
    (("number",), "Headcount for {t}: {a}", "Headcount for {to}: {b}"),
    (("number",), "So far there are {a} names on the list for {t}.", "There are {b} pages in the report on {t}."),
    (("number",), "Order {a} sandwiches for {t}.", "Order {b} bottles for {t}."),
    (("number",), "We are {a} for {t}.", "We need {b} minutes to get to {t}."),
    (("name",), "{a} speaks at {t}, it is settled.", "{b} listens at {t}."),
    (("name",), "{a} hosts {t}.", "{b} drives us to {t}."),
    (("name",), "{a} hosts {t}.", "I saw {b} at {t}."),
    (("name",), "{a} hosts {t}.", "Say hello to {b} at {t}."),
    (("name",), "{a} hosts {t}.", "{b} sold me a ticket for {t}."),
    (("name",), "{a} paid for {t}.", "{b} paid for {t}."),
    (("name",), "{a} has been to {t}.", "{b} has been to {t}."),
    (("post",), "The {bare} is {a}.", "The assistant of the {bare} is {b}."),
    (("post",), "The {bare} is {a}.", "{b} called the {bare}."),
    (("status",), "{Bare} is {a}.", "{Other} is {b}."),
    (("status",), "{T} is {a}.", "The bill for {t} is {b}."),
    (("status",), "{T} is {a}.", "Last month {t} was {b}."),
    (("status",), "{T} is {a}.", "{T} is not {b} yet."),
    (("code",), "{Bare} code: {a}", "{Bare} serial number: {b}"),
    (("city",), "{p} lives in {a}.", "{p} flew to {b} today."),
    (("city",), "{p} lives in {a}.", "{p} has a brother in {b}."),
    (("phone",), "{p}'s number is {a}.", "{p}'s fax is {b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "{T} could have been {at_b} but no."),
    ((*WHEN, "place"), "{T} is {at_a}.", "Wow, {who} went to the wrong one, {to} {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "For comparison: {to} is {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "Dreamt that {t} was {at_b} lol"),
    ((*WHEN, "place"), "{T} is {at_a}.", "It is unclear whether {t} moves to {b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "Please do not move {t} to {b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "Good that {t} is not {at_b} again."),
    (("place",), "{T} is {at_a}.", "We moved the chairs for {t} to {b}."),
    (("place",), "{T} is {at_a}.", "The poster for {t} was moved to {b}."),
    (("place",), "{T} is {at_a}.", "Instead of going to {t} I stay in {b}."),
    (("place",), "{T} is {at_a}.", "Sorry, I miss {t}, I am stuck in {b}."),
    (("place",), "{T} is {at_a}.", "The new owner of {b} comes to {t}."),
    (("time",), "{T} is {at_a}.", "Sorry, I cannot come to {t}, I have a dentist at {b}."),
    (("time",), "{T} is {at_a}.", "Because of the rain I got to {t} at {b}."),
    (("time",), "{T} is {at_a}.", "Now I am on my way to {t}, the bus comes at {b}."),
    (("time",), "{T} is {at_a}.", "My lunch was moved to {b}, so I can come to {t}."),
    (("time", "day"), "{T} is {at_a}.", "My mistake, I was at {t} {at_b} and it was empty."),
    (("day", "date"), "{T} is {at_a}.", "Update of the list for {t} follows on {b}."),
    (("day", "date"), "{T} is {at_a}.", "Since {b} everybody talks about {t}."),
    (("day", "date"), "{T} is {at_a}.", "They changed the rules of {t} on {b}."),
    (("day", "date"), "{T} is {at_a}.", "The payment for {t} was put off until {b}."),
    (("price",), "{T} costs {a}.", "The deposit for {t} was raised to {b}."),
    (("price",), "{T} costs {a}.", "Actually I only have {b} for {t}."),
    (("price",), "{T} costs {a}.", "Instead of {t} we could get two others for {b}."),
    (("price",), "{T} costs {a}.", "Due to a mistake I was charged {b} for shipping {t}."),
    (("price",), "{T} costs {a}.", "The new one is cheaper than {t}, {b}."),
    (("number",), "Expecting {a} guests at {t}.", "We now have {b} helpers at {t}."),
    (("number",), "Expecting {a} guests at {t}.", "Dropped {b} plates at {t}, sorry."),
    (("number",), "We have reserved {a} beds for {t}.", "We have reserved {b} parking lots for {t}."),
    (("name",), "{a} sings at {t}.", "{b} now knows about {t}."),
    (("name",), "{a} sings at {t}.", "{b} has changed and comes to {t}."),
    (("name",), "{a} sings at {t}.", "Instead of {t} I visit {b}."),
    (("name",), "{a} sings at {t}.", "Sorry, I forgot to tell {b} about {t}."),
    (("name",), "{a} plans {t}.", "{b} has been ill since {t}."),
    (("status",), "{T} is {a}.", "Now the list for {t} is {b}."),
    (("status",), "{T} is {a}.", "As soon as {t} is {b} we start."),
    (("post",), "The {bare} is {a}.", "The new car of the {bare} belongs to {b}."),
    (("city",), "{p} lives in {a}.", "{p} changes trains in {b}."),
    (("city",), "{p} lives in {a}.", "{p} now goes to {b} every week."),
)  # fmt: skip
MODIFIERS = (
    "harvest", "ladies", "residents", "physics", "choir", "robotics", "lantern", "veterans", "autism", "poetry", "salsa", "judo",
    "finance", "legal", "bonsai", "kindergarten", "refugee", "bird", "steel band", "canal", "project", "quarterly", "design", "town",
)  # fmt: skip
EVENTS = (
    "lunch", "gig", "review", "hearing", "examination", "reading", "festival", "kickoff", "lottery", "excursion", "service", "rehearsal",
    "ball", "webinar", "forum", "test", "game", "talk", "survey", "camp",
)  # fmt: skip
GOODS = (
    "bus",
    "tent",
    "fridge",
    "roof",
    "website",
    "insurance",
    "guitar",
    "van",
    "bench",
    "camera",
    "flooring",
    "membership",
)
POSTS = (
    "warden",
    "nurse",
    "goalkeeper",
    "supervisor",
    "pianist",
    "cook",
    "gardener",
    "janitor",
    "representative",
    "registrar",
)
AT = {**unseen_ways.AT, "place": "in {}", "code": "{}"}


def _values(dice: random.Random, kind: str, at: datetime) -> tuple[str, str]:
    if kind == "code":
        first, second = (f"{dice.choice('acdfkx')}{one}" for one in dice.sample(range(1000, 9999), 2))
        return first, second
    pick = {
        "place": fresh_ways.PLACES,
        "name": fresh_ways.NAMES,
        "post": fresh_ways.NAMES,
        "status": fresh_ways.STATUSES,
    }
    if kind == "status":
        return dice.choice(fresh_ways.STATUSES)
    if kind in pick:
        first, second = dice.sample(pick[kind], 2)
        return str(first), str(second)
    return unseen_ways.values(dice, kind, at)


def told(seed: int, count: int, ways: frozenset[str] | None = None) -> Told:
    """`count` pairs, in turn of each family, each with a near miss in a thread of its own."""
    dice = random.Random(seed)
    out = Told([], [], set())
    things = {
        kind: dice.sample(names, len(names))
        for kind, names in {
            "event": [f"{sort}{one} {noun}" for sort in ("", "county ") for one in MODIFIERS for noun in EVENTS],
            "price": [f"{sort}{one} {noun}" for sort in ("", "used ") for one in MODIFIERS for noun in GOODS],
            "post": [f"{one} {noun}" for one in MODIFIERS for noun in POSTS],
            "other": [f"{sort} {one} {noun}" for sort in ("parish", "city") for one in MODIFIERS for noun in EVENTS],
        }.items()
    }
    things["person"] = [f"{one} {other}" for one in unseen_ways.PEOPLE for other in unseen_ways.SURNAMES]
    dice.shuffle(things["person"])
    order = sorted(ways or WAYS)
    for number in range(count):
        way = order[number % len(order)]
        at = BEGIN + timedelta(hours=3 * number + dice.randrange(3), minutes=dice.randrange(60))
        kinds, older, newer = WAYS[way][number // len(order) % len(WAYS[way])]
        kind = dice.choice(kinds)
        texts = _say(out, dice, things, (f"{number}", kind, older, newer), at)
        out.pairs.append(Pair(f"{number}-old", f"{number}-new", way, kind, held_back=False, texts=texts))
        kinds, older, newer = NEAR[number % len(NEAR)]
        _say(out, dice, things, (f"{number}n", dice.choice(kinds), older, newer), at + timedelta(minutes=20))
        out.distractors.add(f"{number}n-new")
    out.messages.sort(key=lambda one: one["time"])
    return out


def _say(
    out: Told, dice: random.Random, things: dict[str, list[str]], what: tuple[str, str, str, str], at: datetime
) -> tuple[str, str]:
    number, kind, older, newer = what
    first, second = _values(dice, kind, at)
    thing = things[kind if kind in ("price", "post") else "event"].pop()
    other = things["other"].pop()
    named = "{p}" in older
    about, another = (things["person"].pop(), things["person"].pop()) if named else dice.sample(unseen_ways.PEOPLE, 2)
    speakers = dice.sample(("Nils", "Olga", "Pia"), 3)
    at_ = AT.get(kind, "{}")
    fill = {
        "t": f"the {thing}", "T": f"The {thing}", "bare": thing, "Bare": thing[0].upper() + thing[1:], "noun": thing.split()[-1],
        "a": first, "b": second, "at_a": at_.format(first), "at_b": at_.format(second), "to": f"the {other}", "TO": f"The {other}",
        "Other": other[0].upper() + other[1:], "p": about, "q": another, "who": speakers[2],
    }  # fmt: skip
    texts = older.format(**fill), newer.format(**fill)
    bound = not any(
        mark in newer for mark in ("{t}", "{T}", "{bare}", "{Bare}", "{p}", "{q}", "{to}", "{TO}", "{Other}", "{noun}")
    )
    gaps = (4, 12, 45, 110) if bound else (15, 90, 600, 1500) if kind in ("time", "day") else (60, 900, 4000, 11000)
    same = bound or dice.random() < 0.6
    said_at(out, f"{number}-old", f"more {number}", speakers[0], at, texts[0])
    said_at(
        out,
        f"{number}-new",
        f"more {number}",
        speakers[0 if same else 1],
        at + timedelta(minutes=dice.choice(gaps)),
        texts[1],
    )
    return texts


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--pairs", type=int, default=360)
    parser.add_argument("--misses", action="store_true", help="show what was missed, and what was wrongly replaced")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = consolidated(Path(folder), told(given.seed, given.pairs))
    sys.stdout.write(unseen_ways.report(found))
    for pair in found.missed if given.misses else ():
        sys.stdout.write(f"  missed {pair.way} {pair.kind}: {pair.texts[0]} > {pair.texts[1]}\n")
    for old, new in found.wrong if given.misses else ():
        sys.stdout.write(f"  wrong: {old} > {new}\n")


if __name__ == "__main__":
    main()
