internal import Basics

/// How many arrivals a second, over the time of one step: pieces on which the rate is linear.
package struct RateProfile: Sendable, Equatable {
    /// One piece; rates in arrivals a second.
    package struct Piece: Sendable, Equatable {
        package let duration: Duration
        package let from: Double
        package let to: Double

        /// - Precondition: Rates and duration are not negative.
        package init(duration: Duration, from: Double, to: Double) {
            precondition(duration >= .zero && from >= 0 && to >= 0)
            self.duration = duration
            self.from = from
            self.to = to
        }

        var seconds: Double { duration.seconds }
        var arrivals: Double { (from + to) / 2 * seconds }

        /// The moment, in seconds from the piece's beginning, at which `count` arrivals were due.
        func moment(of count: Double) -> Double {
            let slope = seconds > 0 ? (to - from) / seconds : 0
            // from·t + slope·t²/2 = count, written so that nothing cancels out.
            let root = max(0, from * from + 2 * slope * count).squareRoot()
            let divisor = from + root
            return divisor > 0 ? min(seconds, 2 * count / divisor) : 0
        }
    }

    package let pieces: [Piece]

    package init(_ pieces: [Piece]) { self.pieces = pieces }

    package static func constant(_ rate: Double, for duration: Duration) -> Self {
        Self([Piece(duration: duration, from: rate, to: rate)])
    }

    package var duration: Duration { pieces.reduce(.zero) { $0 + $1.duration } }

    /// Expected arrivals over the whole profile.
    package var arrivals: Double { pieces.reduce(0) { $0 + $1.arrivals } }

    /// Arrivals a second at a moment from the profile's beginning; 0 after its end.
    package func rate(at moment: Duration) -> Double {
        var left = moment.seconds
        for piece in pieces {
            guard left >= piece.seconds else {
                return piece.from + (piece.to - piece.from) * max(0, left) / piece.seconds
            }
            left -= piece.seconds
        }
        return 0
    }

    /// All rates times `factor`.
    package func scaled(by factor: Double) -> Self {
        Self(
            pieces.map {
                Piece(duration: $0.duration, from: $0.from * factor, to: $0.to * factor)
            }
        )
    }
}

extension RateProfile {
    /// Finds the moments of ascending counts of arrivals: Λ⁻¹, walked.
    struct Clock {
        private let pieces: [Piece]
        private var current = 0
        /// Seconds and arrivals before the current piece.
        private var elapsed = 0.0
        private var passed = 0.0

        init(_ profile: RateProfile) { pieces = profile.pieces }

        /// Seconds from the profile's beginning at which `count` arrivals, more than at the last
        /// call, were due; nil beyond the profile.
        mutating func moment(of count: Double) -> Double? {
            while current < pieces.count {
                let piece = pieces[current]
                if count - passed < piece.arrivals {
                    return elapsed + piece.moment(of: count - passed)
                }
                elapsed += piece.seconds
                passed += piece.arrivals
                current += 1
            }
            return nil
        }
    }
}
