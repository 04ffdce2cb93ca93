/// How often a store is looked at, and how careful removals are.
package struct SyncPolicy: Sendable {
    /// Between two looks at an idle feed.
    package var poll = Duration.milliseconds(500)
    /// Between two looks at a store whose database is in doubt.
    package var doubtPoll = Duration.seconds(1)
    /// Most feed rows applied in one transaction.
    package var pageRows = 200
    /// Between two notes in the index that the feed was seen drained.
    package var drainedNote = Duration.seconds(2)
    /// Between two comparisons of counts, at least.
    package var reconcileFloor = Duration.seconds(5)
    /// Between two looks at what is unstable, at least: a store may have started again unnoticed.
    package var settleFloor = Duration.seconds(30)
    /// A comparison of counts, or a look at what is unstable, may take one part in this many of
    /// the time.
    package var reconcileShare = 50
    /// Between two scans of a store's ids, at most; a deletion shows within 30 s.
    package var scanCeiling = Duration.seconds(20)
    /// Between two scans although the counts agree: as many added as deleted.
    package var fullComparison = Duration.seconds(600)
    /// How long a store may show another database, or lack much of what it held, before we
    /// believe it.
    package var grace = Duration.seconds(60)
    /// Most instances removed at once without ``grace``.
    package var massMinimum = 1000
    /// One part in this many of a store's instances is a mass, above ``massMinimum``.
    package var massShare = 10
    /// First and longest wait after a failure.
    package var retryFloor = Duration.milliseconds(250)
    package var retryCeiling = Duration.seconds(2)
    /// How many known ids are asked for when no feed row is known any more.
    package var probes = 5
    /// A feed that begins this close after the cursor may be what is left of the known one.
    package var closeRows: Int64 = 200

    package init() {}
}
