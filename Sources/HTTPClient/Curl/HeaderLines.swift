import CCurl
import Glibc

/// Header lines in the form libcurl reads, built without an allocation once the buffers have grown.
///
/// libcurl walks a `curl_slist` and doesn't care who allocated it, as long as it stays until the
/// transfer is over. Source: CURLOPT_HTTPHEADER(3).
struct HeaderLines: ~Copyable {
    private var text: UnsafeMutableBufferPointer<CChar>
    private let nodes: UnsafeMutablePointer<curl_slist>
    private let capacity: Int
    private var used = 0
    private var count = 0

    init(capacity: Int) {
        text = .allocate(capacity: 512)
        nodes = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit {
        text.deallocate()
        nodes.deallocate()
    }

    /// The list; nil while there is no line.
    var head: UnsafeMutablePointer<curl_slist>? { count == 0 ? nil : nodes }

    /// Replaces the lines by `headers`, followed by those of `rest`.
    ///
    /// `rest` must stay in place as long as this list is used.
    mutating func set(
        _ headers: [(String, String)],
        then rest: UnsafeMutablePointer<curl_slist>?
    ) {
        begin(bytes: headers.reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count + 3 })
        for (name, value) in headers {
            // `Name;` sends a header without a value.
            if value.isEmpty { append(name, ";") } else { append(name, ": ", value) }
        }
        link(then: rest)
    }

    /// Replaces the lines by `lines` as they are; `Name:` keeps libcurl from adding its own.
    mutating func set(_ lines: [String]) {
        begin(bytes: lines.reduce(0) { $0 + $1.utf8.count + 1 })
        for line in lines { append(line) }
        link(then: nil)
    }

    private mutating func begin(bytes needed: Int) {
        used = 0
        count = 0
        guard needed > text.count else { return }
        let larger = max(needed, text.count * 2)
        text.deallocate()
        text = .allocate(capacity: larger)
    }

    private mutating func append(_ first: String, _ second: String = "", _ third: String = "") {
        precondition(count < capacity, "more headers than a request may have")
        nodes[count] = curl_slist(data: text.baseAddress.unsafelyUnwrapped + used, next: nil)
        count += 1
        put(first)
        put(second)
        put(third)
        text[used] = 0
        used += 1
    }

    private mutating func put(_ string: String) {
        for byte in string.utf8 {
            text[used] = CChar(bitPattern: byte)
            used += 1
        }
    }

    private func link(then rest: UnsafeMutablePointer<curl_slist>?) {
        for index in 0..<count {
            nodes[index].next = index + 1 < count ? nodes + index + 1 : rest
        }
    }
}
