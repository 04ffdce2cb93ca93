/// How much a page shows at most, so that any run makes one that opens at once.
struct PageLimits: Sendable {
    /// Characters of one text.
    let characters: Int
    /// Characters of the scenario.
    let scenario: Int
    /// Rows of a table, and points of a plot along the steps.
    let rows: Int
    /// Elements of a list.
    let lines: Int
    /// Kinds of operations, and promises, that have plots of their own.
    let plots: Int
    /// Steps that are shown in full.
    let steps: Int

    /// Our choice; about 100 kB for a plain run.
    static let usual = PageLimits(
        characters: 400,
        scenario: 100_000,
        rows: 200,
        lines: 40,
        plots: 12,
        steps: 3
    )
    /// For what would be longer than ``HTMLReport/most`` in the usual way.
    static let brief = PageLimits(
        characters: 100,
        scenario: 20_000,
        rows: 60,
        lines: 15,
        plots: 4,
        steps: 1
    )
}
