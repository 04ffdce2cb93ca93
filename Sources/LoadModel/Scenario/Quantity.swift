/// A number with its unit, as a scenario file states it: `300ms`, `0.5/s`, `10.1%`, `2GB`, `0.25x`.
///
/// The unit is mandatory: a bare number has no dimension that a reader of the file could see.
package struct Quantity: Sendable, Equatable {
    /// What is measured. Each has one base unit, in which ``value`` is told.
    package enum Dimension: Sendable, Hashable, CaseIterable {
        /// Seconds.
        case duration
        /// Arrivals a second.
        case rate
        /// A rate in days or years; which day is meant is the asker's matter.
        case dailyRate
        /// A part of one, with `%` or as a bare number from 0 to 1.
        case share
        /// A part of one where a bare number could be mistaken; only `0` may do without `%`.
        case percent
        /// Bytes.
        case size
        /// A multiple of the stated load.
        case factor
    }

    package struct Unit: Sendable, Equatable {
        package let symbol: String
        /// Base units in one of these.
        package var scale = 1.0
        /// The power of ten that ``scale`` is, so that `99.9%` is 0.999 to the last bit.
        var exponent: Int?
    }

    package let number: Double
    package let unit: Unit
    /// In the dimension's base unit.
    package let value: Double
}

extension Quantity.Dimension {
    /// Ascending.
    package var units: [Quantity.Unit] {
        switch self {
        case .duration: Self.durations
        case .rate: Self.rates
        case .dailyRate: Array(Self.rates.prefix(2))
        case .share, .percent: Self.shares
        case .size: Self.sizes
        case .factor: Self.factors
        }
    }

    private static let durations: [Quantity.Unit] = [
        .init(symbol: "us", scale: 1e-6, exponent: -6),
        .init(symbol: "ms", scale: 1e-3, exponent: -3), .init(symbol: "s"),
        .init(symbol: "min", scale: 60), .init(symbol: "h", scale: 3600),
    ]
    /// A day has 24 hours and a year 365 days here; the busy hour is what `demand` computes.
    private static let rates: [Quantity.Unit] = [
        .init(symbol: "/year", scale: 1 / (365 * 86_400)), .init(symbol: "/day", scale: 1 / 86_400),
        .init(symbol: "/h", scale: 1 / 3600), .init(symbol: "/min", scale: 1 / 60),
        .init(symbol: "/s"),
    ]
    private static let shares: [Quantity.Unit] = [
        .init(symbol: "%", scale: 0.01, exponent: -2)
    ]
    private static let sizes: [Quantity.Unit] = [
        .init(symbol: "B"),
        .init(symbol: "kB", scale: 1e3), .init(symbol: "KiB", scale: 0x1p10),
        .init(symbol: "MB", scale: 1e6), .init(symbol: "MiB", scale: 0x1p20),
        .init(symbol: "GB", scale: 1e9), .init(symbol: "GiB", scale: 0x1p30),
        .init(symbol: "TB", scale: 1e12), .init(symbol: "TiB", scale: 0x1p40),
    ]
    private static let factors: [Quantity.Unit] = [.init(symbol: "x")]

    /// With its article.
    package var noun: String {
        switch self {
        case .duration: "a duration"
        case .rate, .dailyRate: "a rate"
        case .share, .percent: "a share"
        case .size: "a size"
        case .factor: "a factor"
        }
    }

    /// What to write instead, as the end of an error.
    package var expectation: String {
        switch self {
        case .duration: "a duration such as 300ms (us, ms, s, min, h)"
        case .rate: "a rate such as 0.5/s (/s, /min, /h, /day, /year)"
        case .dailyRate: "a rate such as 120000/year or 460/day"
        case .share: "a share such as 5% or 0.05"
        case .percent: "a share such as 0.1%"
        case .size: "a size such as 2GB (B, kB, MB, GB, TB, KiB, MiB, GiB, TiB)"
        case .factor: "a factor of the stated load such as 0.25x"
        }
    }
}

extension Quantity {
    /// What stands there instead of a quantity, as the beginning of a sentence.
    struct Fault: Error { let text: String }

    /// Reads `text`; a blank may stand between number and unit.
    init(_ text: String, _ dimension: Dimension) throws(Fault) {
        let digits = text.prefix { "-.0123456789".contains($0) }
        let symbol = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Self.number(digits) else {
            throw Fault(text: "\(text.quoted) is no number")
        }
        self.number = number
        unit = try Self.unit(symbol, of: dimension, number, text)
        value = unit.exponent.flatMap { Double("\(digits)e\($0)") } ?? number * unit.scale
    }

    private static func unit(
        _ symbol: Substring,
        of dimension: Dimension,
        _ number: Double,
        _ text: String
    ) throws(Fault) -> Unit {
        if let unit = dimension.units.first(where: { $0.symbol == symbol }) { return unit }
        if symbol.isEmpty {
            guard dimension == .share || dimension == .percent && number == 0 else {
                throw Fault(text: "\(text.quoted) has no unit")
            }
            return Unit(symbol: "")
        }
        if let other = Self.dimension(of: symbol) {
            throw Fault(text: "\(text.quoted) is \(other.noun)")
        }
        throw Fault(text: "\(text.quoted): \(String(symbol).quoted) is no unit")
    }

    private static func dimension(of symbol: Substring) -> Dimension? {
        Dimension.allCases.first { $0.units.contains { $0.symbol == symbol } }
    }

    /// A decimal number without exponent: `12`, `-0.5`.
    static func number(_ text: some StringProtocol) -> Double? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), text.utf8.count <= 24,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        return Double(text)
    }
}

extension String {
    /// For an error: at most 40 characters, nothing that would break the line.
    var quoted: String {
        let clipped = String(prefix(40).map { $0.isASCII && $0 < " " ? " " : $0 })
        return count > 40 ? "`\(clipped)…`" : "`\(clipped)`"
    }
}
