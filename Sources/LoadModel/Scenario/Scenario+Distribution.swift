internal import Glibc

extension Scenario {
    /// A random time in seconds, or a random share.
    package enum Distribution: Sendable, Equatable {
        case constant(Double)
        case exponential(mean: Double)
        /// `shape` is the standard deviation of the logarithm; the median is
        /// mean · exp(−shape² / 2).
        case lognormal(mean: Double, shape: Double)

        package var mean: Double {
            switch self {
            case .constant(let mean), .exponential(let mean), .lognormal(let mean, _): mean
            }
        }

        /// Number `index` of the stream `random`.
        package func value(_ random: CounterRandom, _ index: UInt64) -> Double {
            switch self {
            case .constant(let value): value
            case .exponential(let mean): mean * random.exponential(index)
            case .lognormal(let mean, let shape):
                mean * exp(shape * random.normal(index) - shape * shape / 2)
            }
        }
    }
}
