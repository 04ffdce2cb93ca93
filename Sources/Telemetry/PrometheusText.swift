/// Metrics in the form that Orthanc's own `/tools/metrics-prometheus` has.
///
/// One line a sample, exactly `name{labels} value timestamp` with two blanks: orthanc-api-client
/// splits on them. No `# HELP` or `# TYPE` lines, as Orthanc writes none. Label values come from
/// closed sets (store, route, outcome), never from requests.
package struct PrometheusText {
    package private(set) var bytes: [UInt8] = []
    private let timestamp: String

    /// - Parameter milliseconds: Unix time of all samples.
    package init(milliseconds: Int64) {
        timestamp = String(milliseconds)
        bytes.reserveCapacity(8192)
    }

    package mutating func add(_ name: StaticString, _ value: Int) {
        add(name, [:], text: String(value))
    }

    package mutating func add(
        _ name: StaticString,
        _ labels: KeyValuePairs<String, String>,
        _ value: Int
    ) {
        add(name, labels, text: String(value))
    }

    package mutating func add(
        _ name: StaticString,
        _ labels: KeyValuePairs<String, String>,
        _ value: Double
    ) {
        add(name, labels, text: String(value))
    }

    private mutating func add(
        _ name: StaticString,
        _ labels: KeyValuePairs<String, String>,
        text: String
    ) {
        bytes.append(contentsOf: name.description.utf8)
        var opening = UInt8(ascii: "{")
        for (key, value) in labels {
            bytes.append(opening)
            bytes.append(contentsOf: key.utf8)
            bytes.append(contentsOf: "=\"".utf8)
            for byte in value.utf8 where byte > 0x20 && byte != 0x22 && byte != 0x5c {
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
            opening = UInt8(ascii: ",")
        }
        if !labels.isEmpty { bytes.append(UInt8(ascii: "}")) }
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: timestamp.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }
}
