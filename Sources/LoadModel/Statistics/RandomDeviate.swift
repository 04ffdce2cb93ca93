internal import Glibc

/// Numbers of known distributions from a generator that the caller seeds.
package enum RandomDeviate {
    /// Above 0 and at most 1, in steps of 2⁻⁵³.
    package static func uniform(_ generator: inout some RandomNumberGenerator) -> Double {
        let bits: UInt64 = generator.next()
        return Double((bits &>> 11) &+ 1) * 0x1p-53
    }

    /// Exponential with mean 1.
    package static func exponential(_ generator: inout some RandomNumberGenerator) -> Double {
        -log(uniform(&generator))
    }

    /// Normal with mean 0 and deviation 1.
    ///
    /// Source: Box & Muller, 1958.
    package static func normal(_ generator: inout some RandomNumberGenerator) -> Double {
        let radius = (2 * exponential(&generator)).squareRoot()
        return radius * cos(2 * Double.pi * uniform(&generator))
    }
}
