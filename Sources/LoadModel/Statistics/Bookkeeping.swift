/// Whether what a step counted adds up.
///
/// Nothing may vanish between the schedule and the results: a sum that differs by one operation is
/// named.
package struct Bookkeeping: Equatable, Sendable {
    /// A figure that the target or the manifest knows too.
    package struct Counterpart: Equatable, Sendable {
        /// `bytes`, `instances stored`.
        package let name: String
        package let ours: UInt64
        package let theirs: UInt64
        /// A difference that is explained, like the target's own requests.
        package let allowed: UInt64

        package init(_ name: String, ours: UInt64, theirs: UInt64, allowed: UInt64 = 0) {
            self.name = name
            self.ours = ours
            self.theirs = theirs
            self.allowed = allowed
        }
    }

    /// One sum that doesn't add up.
    package struct Discrepancy: Equatable, Sendable, CustomStringConvertible {
        /// `scheduled = sent + unsent`.
        package let equation: String
        package let left: UInt64
        package let right: UInt64

        package var description: String {
            let difference = left > right ? left - right : right - left
            return "\(equation): \(left) and \(right) differ by \(difference)"
        }
    }

    package var scheduled: UInt64 = 0
    package var sent: UInt64 = 0
    package var unsent: UInt64 = 0
    package var succeeded: UInt64 = 0
    package var failed: UInt64 = 0
    package var timedOut: UInt64 = 0
    package var inFlightAtEnd: UInt64 = 0
    package var counterparts: [Counterpart] = []

    package init() {}

    /// Empty when everything adds up.
    package var discrepancies: [Discrepancy] {
        var found: [Discrepancy] = []
        let issued = Self.sum([sent, unsent])
        if scheduled != issued {
            found.append(
                Discrepancy(equation: "scheduled = sent + unsent", left: scheduled, right: issued)
            )
        }
        let ended = Self.sum([succeeded, failed, timedOut, inFlightAtEnd])
        if sent != ended {
            found.append(
                Discrepancy(
                    equation: "sent = succeeded + failed + timed out + in flight at the end",
                    left: sent,
                    right: ended
                )
            )
        }
        for pair in counterparts {
            let difference =
                pair.ours > pair.theirs ? pair.ours - pair.theirs : pair.theirs - pair.ours
            guard difference > pair.allowed else { continue }
            found.append(
                Discrepancy(
                    equation: "\(pair.name): ours = theirs",
                    left: pair.ours,
                    right: pair.theirs
                )
            )
        }
        return found
    }

    /// Stops at the greatest number.
    private static func sum(_ counts: [UInt64]) -> UInt64 {
        counts.reduce(0) { sum, count in
            let (next, isBeyond) = sum.addingReportingOverflow(count)
            return isBeyond ? .max : next
        }
    }
}
