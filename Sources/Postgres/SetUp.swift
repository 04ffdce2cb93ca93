internal import Basics

/// What each new connection is told before its first use.
enum SetUp {
    /// How long a transaction may stand still between two statements. A program that was stopped
    /// within one keeps its row locks, and others wait for them, until the server ends it.
    static let idleInTransaction = Duration.seconds(4)

    static func script(statementTimeout: Duration, isReadOnly: Bool) -> String {
        let milliseconds = statementTimeout.milliseconds
        return """
            SET statement_timeout = \(milliseconds);
            SET lock_timeout = \(milliseconds);
            SET idle_in_transaction_session_timeout = \(idleInTransaction.milliseconds);
            SET TimeZone = 'UTC';
            SET standard_conforming_strings = on;
            SET default_transaction_read_only = \(isReadOnly ? "on" : "off");
            """
    }
}
