import Foundation

/// Orthanc's REST, as far as a federation needs it, over a model.
struct SimulatedRoutes {
    var model: SimulatedModel
    let name: String
    let port: Int

    mutating func answer(_ request: SimulatedRequest) -> SimulatedReply {
        let path = request.path
        switch (request.method, path.count, path.first ?? "") {
        case ("GET", 1, "system"): return .json(model.system(name: name, port: port))
        case ("GET", 1, "statistics"): return .json(model.statistics)
        case ("GET", 1, "changes"): return .json(model.changesPage(request.query))
        case ("DELETE", 1, "changes"):
            model.clearChanges()
            return .text("")
        case ("POST", 2, "tools") where path[1] == "lookup": return lookup(request)
        case ("POST", 2, "tools") where path[1] == "bulk-content": return bulkContent(request)
        case (_, 1, "system"), (_, 1, "statistics"), (_, 1, "changes"):
            return SimulatedReply(status: 405, headers: [("Allow", "GET")])
        case (_, _, let first):
            guard let level = SimulatedLevel.allCases.first(where: { $0.path == first }) else {
                return failure(.unknownResource, request)
            }
            return answer(request, at: level)
        }
    }

    private func failure(
        _ code: OrthancFailure,
        _ request: SimulatedRequest,
        _ details: String? = nil
    ) -> SimulatedReply {
        .failure(code, request, model.version, details: details)
    }

    // MARK: Resources

    private mutating func answer(
        _ request: SimulatedRequest,
        at level: SimulatedLevel
    ) -> SimulatedReply {
        let path = request.path
        switch (request.method, path.count) {
        case ("GET", 1): return list(request, level)
        case ("POST", 1) where level == .instance: return upload(request)
        case ("GET", 2):
            guard let found = model.resource(path[1], level) else {
                return SimulatedReply(status: 404)
            }
            return .json(model.expanded(found))
        case ("DELETE", 2): return delete(path[1], level)
        case ("GET", 3): return part(request, level, path[2])
        case ("GET", 5) where path.suffix(3) == ["attachments", "dicom", "data"]:
            return file(request, level)
        case (_, 1), (_, 2): return SimulatedReply(status: 405, headers: [("Allow", "GET")])
        default: return failure(.unknownResource, request)
        }
    }

    private func list(_ request: SimulatedRequest, _ level: SimulatedLevel) -> SimulatedReply {
        let query = request.query
        var resources = model.list(level)
        if query["since"] != nil || query["limit"] != nil {
            for name in ["since", "limit"] where query[name] == nil {
                return failure(
                    .badRequest,
                    request,
                    #"Missing "\#(name)" argument for GET request against: /\#(level.path)/"#
                )
            }
            guard let since = Int(query["since"] ?? ""), let limit = Int(query["limit"] ?? "")
            else {
                return failure(.badType, request, "Syntax error in some user-supplied data")
            }
            let isUnlimited = limit == 0 && model.version != .v1_10_1
            resources = Array(resources.dropFirst(since).prefix(isUnlimited ? .max : limit))
        }
        return isExpanded(query["expand"], otherwise: false)
            ? .json(resources.map(model.expanded)) : .json(resources.map(\.id))
    }

    /// `expand=false` is honoured from 1.12.2 on only.
    private func isExpanded(_ value: String?, otherwise fallback: Bool) -> Bool {
        guard let value else { return fallback }
        return model.version == .v1_10_1 || !["false", "0"].contains(value)
    }

    private func part(
        _ request: SimulatedRequest,
        _ level: SimulatedLevel,
        _ name: String
    ) -> SimulatedReply {
        guard let found = model.resource(request.path[1], level) else {
            return failure(.unknownResource, request)
        }
        for other in SimulatedLevel.allCases {
            if name == other.path, other.rawValue > level.rawValue {
                let below = model.descendants(of: found, at: other)
                return isExpanded(request.query["expand"], otherwise: true)
                    ? .json(below.map(model.expanded)) : .json(below.map(\.id))
            }
            if name == other.singular, other.rawValue < level.rawValue,
                let above = model.ancestor(of: found, at: other)
            {
                return .json(model.expanded(above))
            }
        }
        switch (name, level) {
        case ("statistics", _): return .json(model.statistics(of: found))
        case ("metadata", _): return metadata(of: found, request)
        case ("file", .instance):
            return SimulatedReply(
                status: 200,
                headers: [("Content-Type", "application/dicom")],
                body: found.bytes
            )
        case ("tags", .instance): return .json(model.tags(found.file.values))
        case ("simplified-tags", .instance): return .json(model.simplified(found.file.values))
        default: return failure(.unknownResource, request)
        }
    }

    /// The file as an attachment, which comes with its checksum.
    private func file(_ request: SimulatedRequest, _ level: SimulatedLevel) -> SimulatedReply {
        guard level == .instance, let found = model.resource(request.path[1], level) else {
            return failure(.unknownResource, request)
        }
        return .attachment(found.bytes)
    }

    private func metadata(
        of found: SimulatedResource,
        _ request: SimulatedRequest
    ) -> SimulatedReply {
        let values = model.metadata(of: found)
        return isExpanded(request.query["expand"], otherwise: false)
            ? .json(Dictionary(values) { _, last in last }) : .json(values.map(\.0))
    }

    // MARK: Changing

    private mutating func upload(_ request: SimulatedRequest) -> SimulatedReply {
        guard let file = SimulatedFile(request.body) else {
            let details =
                request.body.isEmpty
                ? "Received an empty DICOM file"
                : "Cannot parse an invalid DICOM file (size: \(request.body.count) bytes)"
            return failure(.badFile, request, details)
        }
        let (id, outcome) = model.store(file, request.body)
        var answer = ["ID": id, "Path": "/instances/\(id)", "Status": outcome.rawValue]
        let instance = model.resource(id)
        for level in [SimulatedLevel.patient, .study, .series] {
            answer["Parent\(level.type)"] = instance.flatMap {
                model.ancestor(of: $0, at: level)?.id
            }
        }
        return .json(answer)
    }

    private mutating func delete(_ id: String, _ level: SimulatedLevel) -> SimulatedReply {
        guard model.resource(id, level) != nil else { return SimulatedReply(status: 404) }
        guard let remaining = model.delete(id) else {
            return .json(["RemainingAncestor": NSNull()])
        }
        return .json(["RemainingAncestor": reference(remaining)])
    }

    private func reference(_ resource: SimulatedResource) -> [String: String] {
        [
            "ID": resource.id, "Path": "/\(resource.level.path)/\(resource.id)",
            "Type": resource.level.type,
        ]
    }

    // MARK: Tools

    private func lookup(_ request: SimulatedRequest) -> SimulatedReply {
        let wanted = String(decoding: request.body, as: UTF8.self).uppercased()
        let tags: [UInt32] = [0x0010_0020, 0x0020_000d, 0x0020_000e, 0x0008_0018]
        let found = zip(SimulatedLevel.allCases, tags).flatMap { level, tag in
            model.list(level).filter { $0.file.text(tag).uppercased() == wanted }
        }
        return .json(found.map(reference))
    }

    private func bulkContent(_ request: SimulatedRequest) -> SimulatedReply {
        let body = try? JSONSerialization.jsonObject(with: Data(request.body))
        guard let object = body as? [String: Any], let ids = object["Resources"] as? [String] else {
            return failure(.badRequest, request)
        }
        let wantsMetadata = object["Metadata"] as? Bool ?? true
        let found = ids.compactMap { model.resource($0) }.map { resource in
            var answer = model.expanded(resource)
            if wantsMetadata {
                answer["Metadata"] = Dictionary(model.metadata(of: resource)) { _, last in last }
            }
            return answer
        }
        return .json(found)
    }
}
