import Access
import Basics
import HTTPServer
import OrthancModel

/// One request on its way through a route.
struct RequestContext {
    let exchange: ServerExchange
    /// Segments that stood for `{…}` in the pattern, in order.
    let parameters: [String]
    let principal: Principal
    let deadline: Deadline

    var head: RequestHead { exchange.head }

    /// The caller wants all or nothing.
    var isStrict: Bool { head.headers.first("X-Federation-Strict") == "1" }

    /// The caller knows that a patient may be two people.
    var isConfirmed: Bool { head.headers.first("X-Federation-Confirm") == "patient-merge" }

    /// Whether a flag stands in the query; its value does not count (rest-semantics 1.5).
    func hasFlag(_ name: String) -> Bool { head.query(name) != nil }

    /// A boolean of the query as Orthanc ≥ 1.12.2 reads it: present and not `false` or `0`.
    func isTrue(_ name: String) -> Bool? {
        guard let item = head.query(name) else { return nil }
        return item.value != "false" && item.value != "0"
    }

    /// The n-th parameter as an Orthanc ID.
    func identifier(_ index: Int = 0) -> OrthancID? { OrthancID(parameters[index]) }
}
