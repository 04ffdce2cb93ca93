/// What a step of the walk expected, and what came instead.
struct WalkMismatch: Error, CustomStringConvertible {
    let expected: String
    let came: String

    var description: String { "expected \(expected), came \(came)" }

    /// - Throws: a mismatch unless `condition` holds.
    static func unless(
        _ condition: Bool,
        _ expected: @autoclosure () -> String,
        _ came: @autoclosure () -> String
    ) throws(WalkMismatch) {
        if !condition { throw WalkMismatch(expected: expected(), came: came()) }
    }

    /// - Throws: a mismatch unless both are equal.
    static func unlessEqual<Value: Equatable>(
        _ came: Value,
        _ expected: Value,
        _ what: String
    ) throws(WalkMismatch) {
        try unless(came == expected, "\(what) \(expected)", "\(came)")
    }
}
