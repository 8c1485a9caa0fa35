"""The database driver's names in one place. No queries: the driver can be changed here and nowhere else."""

from sqlcipher3 import dbapi2

Connection = dbapi2.Connection
Cursor = dbapi2.Cursor
DatabaseError = dbapi2.DatabaseError
IntegrityError = dbapi2.IntegrityError
OperationalError = dbapi2.OperationalError
connect = dbapi2.connect

__all__ = ["Connection", "Cursor", "DatabaseError", "IntegrityError", "OperationalError", "connect"]
