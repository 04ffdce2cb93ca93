@testable import LoadModel
import Testing

@Suite struct QuantityTests {
    private func value(_ text: String, _ dimension: Quantity.Dimension) throws -> Double {
        try Quantity(text, dimension).value
    }

    @Test(
        "every unit is read to its base unit",
        arguments: [
            ("1500us", .duration, 0.0015), ("300ms", .duration, 0.3), ("2.5s", .duration, 2.5),
            ("3min", .duration, 180), ("2h", .duration, 7200),
            ("0.5/s", .rate, 0.5), ("30/min", .rate, 0.5), ("1800/h", .rate, 0.5),
            ("43200/day", .rate, 0.5), ("15768000/year", .rate, 0.5),
            ("86400/day", .dailyRate, 1), ("31536000/year", .dailyRate, 1),
            ("10.1%", .share, 0.101), ("0.101", .share, 0.101), ("0.1%", .percent, 0.001),
            ("0", .percent, 0), ("7B", .size, 7), ("2kB", .size, 2e3), ("2MB", .size, 2e6),
            ("2GB", .size, 2e9), ("2TB", .size, 2e12), ("2KiB", .size, 2048),
            ("2MiB", .size, 2_097_152), ("2GiB", .size, 2_147_483_648),
            ("2TiB", .size, 2_199_023_255_552), ("0.25x", .factor, 0.25), ("5 min", .duration, 300),
        ] as [(String, Quantity.Dimension, Double)]
    )
    func reads(_ text: String, _ dimension: Quantity.Dimension, _ wanted: Double) throws {
        let value = try value(text, dimension)
        #expect(abs(value - wanted) <= 1e-12 * wanted, "\(value)")
    }

    @Test("what is written with a unit is read back", arguments: Quantity.Dimension.allCases)
    func roundTrip(_ dimension: Quantity.Dimension) throws {
        for unit in dimension.units {
            for number in [1.0, 2.5, 7] {
                let text = Quantity.text(number * unit.scale, dimension)
                let back = try value(text.filter { $0 != "," }, dimension)
                #expect(
                    abs(back / (number * unit.scale) - 1) < 0.005,
                    "\(number)\(unit.symbol): \(text)"
                )
            }
        }
    }

    @Test(
        "what is no quantity is told by what stands there",
        arguments: [
            ("5", .duration, "`5` has no unit"), ("5s", .rate, "`5s` is a duration"),
            ("300kg", .duration, "`300kg`: `kg` is no unit"),
            ("fast", .rate, "`fast` is no number"),
            ("", .duration, "`` is no number"), ("1e3s", .duration, "`1e3s`: `e3s` is no unit"),
            ("1.2.3s", .duration, "`1.2.3s` is no number"),
            (".5s", .duration, "`.5s` is no number"),
            ("1", .percent, "`1` has no unit"), ("5GB", .share, "`5GB` is a size"),
            ("0.5/s", .dailyRate, "`0.5/s` is a rate"), ("5x", .rate, "`5x` is a factor"),
            ("5/fortnight", .rate, "`5/fortnight`: `/fortnight` is no unit"),
        ] as [(String, Quantity.Dimension, String)]
    )
    func refuses(_ text: String, _ dimension: Quantity.Dimension, _ fault: String) {
        let found = #expect(throws: Quantity.Fault.self) { try Quantity(text, dimension) }
        #expect(found?.text == fault)
    }

    @Test(
        "figures keep three digits, and thousands apart",
        arguments: [
            (0.0129487, "0.0129"), (46.615, "46.6"), (120_000, "120,000"), (0, "0"),
            (999.6, "1,000"),
            (0.1, "0.1"), (-2.5, "-2.5"), (1_234_567, "1,234,567"), (1, "1"), (.infinity, "∞"),
        ] as [(Double, String)]
    )
    func figures(_ value: Double, _ text: String) { #expect(Quantity.figure(value) == text) }

    @Test(
        "a value is told in the largest unit that fits",
        arguments: [
            (2.5, .duration, "2.5s"), (90, .duration, "1.5min"), (0.15, .duration, "150ms"),
            (604_800, .duration, "168h"), (0, .duration, "0us"), (0.001, .percent, "0.1%"),
            (0.999, .percent, "99.9%"), (1_500_000, .size, "1.5MB"), (0.25, .factor, "0.25x"),
            (1 / 3600.0, .rate, "1/h"), (630.5, .duration, "630.5s"),
        ] as [(Double, Quantity.Dimension, String)]
    )
    func texts(_ value: Double, _ dimension: Quantity.Dimension, _ text: String) {
        #expect(Quantity.text(value, dimension) == text)
    }
}
