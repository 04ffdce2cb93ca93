import HTTPServer
import JSONText
import OrthancModel

/// The route table as an OpenAPI 3.1 document.
///
/// What a route answers while servers are down is in `x-stores-down` and in `default`; a status
/// from 500 on is listed only where a request alone brings it about.
package struct OpenAPIDocument {
    package static let text = OpenAPIDocument(RouteTable.all).bytes

    private var writer = JSONWriter(.compact, capacity: 256 * 1024)
    private var bytes: [UInt8] { writer.bytes }

    init(_ routes: [Route]) {
        writer.beginObject()
        writer.member("openapi", "3.1.0")
        writer.key("info")
        writer.object {
            $0.member("title", "Isengard")
            $0.member("version", SystemRoutes.version)
            $0.member(
                "description",
                "Orthanc's REST API over many stores. The same for people: docs/api.md."
            )
        }
        writer.key("paths")
        writer.beginObject()
        for (path, routes) in Self.byPath(routes) {
            writer.key(path)
            writer.beginObject()
            routes.forEach { write($0) }
            writer.endObject()
        }
        writer.endObject()
        writeComponents()
        writer.endObject()
    }

    private static func byPath(_ routes: [Route]) -> [(path: String, routes: [Route])] {
        var result: [(path: String, routes: [Route])] = []
        for route in routes {
            let path = route.pattern.replacing("*}", with: "}")
            if let index = result.firstIndex(where: { $0.path == path }) {
                result[index].routes.append(route)
            } else {
                result.append((path, [route]))
            }
        }
        return result
    }

    // MARK: One route

    private mutating func write(_ route: Route) {
        writer.key(route.method.rawValue.lowercased())
        writer.beginObject()
        writer.member("operationId", Self.name(of: route))
        writer.member("summary", route.summary)
        writer.member("x-class", route.routeClass.rawValue)
        writer.member("x-stores-down", route.failure.name)
        writeParameters(of: route)
        writeBody(route.contract.body)
        writeResponses(of: route)
        writer.endObject()
    }

    private static func name(of route: Route) -> String {
        let words = route.pattern.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "." }
        return ([route.method.rawValue.lowercased()] + words.map(String.init))
            .joined(separator: "_")
    }

    private mutating func writeParameters(of route: Route) {
        writer.key("parameters")
        writer.beginArray()
        var before: Substring = ""
        for segment in route.pattern.split(separator: "/") {
            if segment.hasPrefix("{") {
                let name = String(segment.dropFirst().dropLast(segment.hasSuffix("*}") ? 2 : 1))
                parameter(name, in: "path", Self.schema(ofSegment: name, behind: String(before)))
            }
            before = segment
        }
        for argument in route.contract.query {
            parameter(argument.name, in: "query", Self.schema(of: argument.kind))
        }
        writer.object { $0.member("$ref", "#/components/parameters/Strict") }
        writer.endArray()
    }

    private mutating func parameter(_ name: String, in place: String, _ schema: String) {
        writer.object {
            $0.member("name", name)
            $0.member("in", place)
            $0.member("required", place == "path")
            $0.key("schema")
            $0.raw(Array(schema.utf8))
        }
    }

    /// What may stand for a parameter of a path.
    private static func schema(ofSegment name: String, behind parent: String) -> String {
        if name == "id", Level.allCases.contains(where: { $0.pathName == parent }) {
            return ##"{"$ref":"#/components/schemas/Identifier"}"##
        }
        switch name {
        case "frame", "index": return #"{"type":"integer","minimum":0}"#
        default: return #"{"type":"string","minLength":1}"#
        }
    }

    private static func schema(of kind: RouteContract.Argument.Kind) -> String {
        switch kind {
        case .flag, .text: #"{"type":"string"}"#
        case .boolean: #"{"type":"boolean"}"#
        case .number: #"{"type":"integer","minimum":0}"#
        }
    }

    private mutating func writeBody(_ body: RouteContract.RequestBody) {
        let (type, schema): (String, String)
        switch body {
        case .none: return
        case .json(let shape): (type, schema) = ("application/json", Self.reference(shape))
        case .text: (type, schema) = ("text/plain", #"{"type":"string"}"#)
        case .dicom: (type, schema) = ("application/dicom", "{}")
        }
        writer.key("requestBody")
        writer.object { $0.content([(type, schema)]) }
    }

    // MARK: Answers

    private mutating func writeResponses(of route: Route) {
        let contract = route.contract
        writer.key("responses")
        writer.beginObject()
        writer.key(String(contract.status))
        writer.object {
            $0.member("description", contract.status < 300 ? "Done." : "Elsewhere.")
            if contract.status < 300 { $0.content(Self.types(of: contract.answer)) }
        }
        if contract.answer == .relayed, route.method == .get {
            reference("206", to: "Part")
            reference("3XX", to: "Redirection")
        }
        reference("4XX", to: "Refused")
        for (status, why) in contract.failures.sorted(by: { $0.key < $1.key }) {
            writer.key(String(status))
            writer.object { $0.member("description", why) }
        }
        reference("default", to: "Unavailable")
        writer.endObject()
    }

    private mutating func reference(_ status: String, to response: String) {
        writer.key(status)
        writer.object { $0.member("$ref", "#/components/responses/\(response)") }
    }

    private static func types(
        of answer: RouteContract.AnswerBody
    ) -> [(type: String, schema: String)] {
        switch answer {
        case .json(let shape): [("application/json", reference(shape)), ("application/xml", "{}")]
        case .text: [("text/plain", #"{"type":"string"}"#)]
        case .bytes(let types): types.map { ($0, "{}") }
        case .relayed: [("*/*", "{}")]
        }
    }

    private static func reference(_ shape: RouteContract.Shape) -> String {
        ##"{"$ref":"#/components/schemas/\##(shape.rawValue)"}"##
    }

    // MARK: Components

    private mutating func writeComponents() {
        writer.key("components")
        writer.object { writer in
            writer.key("schemas")
            writer.object { writer in
                writer.key("Identifier")
                writer.raw(Array(RouteContract.Shape.identifier.utf8))
                writer.key("Fault")
                writer.raw(Array(RouteContract.Shape.fault.utf8))
                for shape in RouteContract.Shape.allCases {
                    writer.key(shape.rawValue)
                    writer.raw(Array(shape.schema.utf8))
                }
            }
            writer.key("parameters")
            writer.raw(Array(Self.strict.utf8))
            writer.key("responses")
            writer.raw(Array(Self.responses.utf8))
        }
    }

    private static let strict = #"""
        {"Strict":{"name":"X-Federation-Strict","in":"header","required":false,\#
        "description":"1: all or nothing","schema":{"type":"string","enum":["1"]}}}
        """#

    private static let responses = ##"""
        {"Part":{"description":"The asked range.","content":{"*/*":{}}},\##
        "Redirection":{"description":"Not modified, or elsewhere."},\##
        "Refused":{"description":"Refused, as Orthanc refuses it.",\##
        "content":{"text/plain":{"schema":{"$ref":"#/components/schemas/Fault"}},"*/*":{}}},\##
        "Unavailable":{"description":"503, or 500 with code 9: a store or the index is down.",\##
        "content":{"text/plain":{"schema":{"$ref":"#/components/schemas/Fault"}}}}}
        """##
}

extension JSONWriter {
    fileprivate mutating func content(_ types: [(type: String, schema: String)]) {
        key("content")
        object { writer in
            for (type, schema) in types {
                writer.key(type)
                writer.object {
                    $0.key("schema")
                    $0.raw(Array(schema.utf8))
                }
            }
        }
    }
}
