import Foundation

/// The model's answers, as values that `JSONSerialization` takes.
extension SimulatedModel {
    typealias Object = [String: Any]

    func system(name: String, port: Int) -> Object {
        var object: Object = [
            "ApiVersion": version == .v1_10_1 ? 16 : 30, "CheckRevisions": false,
            "DatabaseBackendPlugin": NSNull(), "DatabaseVersion": 6, "DicomAet": "ORTHANC",
            "DicomPort": 4242, "HttpPort": port, "IsHttpServerSecure": true, "Name": name,
            "PluginsEnabled": true, "StorageAreaPlugin": NSNull(), "Version": version.rawValue,
        ]
        guard version != .v1_10_1 else { return object }
        object["Capabilities"] = ["HasExtendedChanges": true, "HasExtendedFind": true]
        object["HasLabels"] = true
        object["OverwriteInstances"] = overwritesInstances
        object["ReadOnly"] = false
        object["UserMetadata"] = Object()
        object["MainDicomTags"] = Dictionary(
            uniqueKeysWithValues: SimulatedLevel.allCases.map { ($0.type, signature($0)) }
        )
        return object
    }

    private func signature(_ level: SimulatedLevel) -> String {
        SimulatedTags.main(level, version).map(Self.hex).joined(separator: ";")
    }

    var statistics: Object {
        let size = list(.instance).reduce(0) { $0 + $1.bytes.count }
        return [
            "CountPatients": list(.patient).count, "CountStudies": list(.study).count,
            "CountSeries": list(.series).count, "CountInstances": list(.instance).count,
            "TotalDiskSize": "\(size)", "TotalDiskSizeMB": size >> 20,
            "TotalUncompressedSize": "\(size)", "TotalUncompressedSizeMB": size >> 20,
        ]
    }

    func statistics(of resource: SimulatedResource) -> Object {
        let size = descendants(of: resource, at: .instance).reduce(0) { $0 + $1.bytes.count }
        var object: Object = [:]
        for name in ["DicomDiskSize", "DicomUncompressedSize", "DiskSize", "UncompressedSize"] {
            object[name] = "\(size)"
            object[name + "MB"] = size >> 20
        }
        let counted: [(SimulatedLevel, String)] = [
            (.study, "CountStudies"), (.series, "CountSeries"), (.instance, "CountInstances"),
        ]
        for (level, name) in counted where level.rawValue > resource.level.rawValue {
            object[name] = descendants(of: resource, at: level).count
        }
        return object
    }

    /// As `GET /{level}/{id}` shows it.
    func expanded(_ resource: SimulatedResource) -> Object {
        var object: Object = ["ID": resource.id, "Type": resource.level.type]
        object["MainDicomTags"] = mainTags(resource, resource.level)
        if version != .v1_10_1 { object["Labels"] = [String]() }
        if let parent = resource.parent, let level = resource.level.parent {
            object["Parent\(level.type)"] = parent
        }
        if resource.level == .instance {
            object["FileSize"] = resource.bytes.count
            object["FileUuid"] = uuid(resource.insertion)
            object["IndexInSeries"] = Int(resource.file.text(0x0020_0013)) ?? NSNull()
            return object
        }
        object["IsStable"] = resource.isStable
        object["LastUpdate"] = date(resource.lastUpdate)
        let children = resource.level.child ?? .instance
        object[["Studies", "Series", "Instances"][children.rawValue - 1]] =
            self.children(of: resource).map(\.id)
        if resource.level == .patient, version != .v1_10_1 { object["IsProtected"] = false }
        if resource.level == .study {
            object["PatientMainDicomTags"] = mainTags(resource, .patient)
        }
        if resource.level == .series {
            object["ExpectedNumberOfInstances"] = NSNull()
            object["Status"] = "Unknown"
        }
        return object
    }

    /// In ascending order of Orthanc's numbers for them.
    func metadata(of resource: SimulatedResource) -> [(String, String)] {
        var values: [(String, String)] = []
        if resource.level == .instance {
            let number = resource.file.text(0x0020_0013)
            if Int(number) != nil { values.append(("IndexInSeries", number)) }
            values += [
                ("ReceptionDate", date(resource.lastUpdate)), ("RemoteAET", ""),
                ("Origin", "RestApi"), ("TransferSyntax", resource.file.transferSyntax),
                ("SopClassUid", resource.file.text(0x0008_0016)), ("RemoteIP", "127.0.0.1"),
                ("HttpUsername", ""),
            ]
        } else {
            if resource.level == .series { values.append(("RemoteAET", "")) }
            values.append(("LastUpdate", date(resource.lastUpdate)))
        }
        if version != .v1_10_1 {
            values.append(("MainDicomTagsSignature", signature(resource.level)))
            if let text = sequences(of: resource) { values.append(("MainDicomSequences", text)) }
        }
        return values
    }

    /// The sequences among the main tags, as Orthanc keeps them in metadata; nil if there is none.
    private func sequences(of resource: SimulatedResource) -> String? {
        let main = Set(SimulatedTags.main(resource.level, version))
        let found = resource.file.values.filter { tag, value in
            guard case .items = value else { return false }
            return main.contains(tag)
        }
        guard !found.isEmpty else { return nil }
        let reply = SimulatedReply.json(["Sequences": tags(found), "Version": 1])
        return String(decoding: reply.body, as: UTF8.self)
    }

    /// As `GET /instances/{id}/tags` shows them.
    func tags(_ values: [UInt32: SimulatedFile.Value]) -> Object {
        var object: Object = [:]
        for (tag, value) in values {
            var entry: Object = ["Name": SimulatedTags.name(of: tag)]
            let creator = tag & 0xffff_0000 | (tag >> 8 & 0xff)
            if tag >> 16 & 1 == 1, case .text(let text)? = values[creator], creator != tag {
                entry["PrivateCreator"] = text
            }
            switch value {
            case .text(let text): (entry["Type"], entry["Value"]) = ("String", text)
            case .null: (entry["Type"], entry["Value"]) = ("Null", NSNull())
            case .items(let items): (entry["Type"], entry["Value"]) = ("Sequence", items.map(tags))
            }
            object[Self.hex(tag)] = entry
        }
        return object
    }

    /// Of several tags with one name the last counts.
    func simplified(_ values: [UInt32: SimulatedFile.Value]) -> Object {
        var object: Object = [:]
        for (tag, value) in values.sorted(by: { $0.key < $1.key }) {
            object[SimulatedTags.name(of: tag)] = simplified(value)
        }
        return object
    }

    private func simplified(_ value: SimulatedFile.Value) -> Any {
        switch value {
        case .text(let text): text
        case .null: NSNull()
        case .items(let items): items.map(simplified)
        }
    }

    private func mainTags(_ resource: SimulatedResource, _ level: SimulatedLevel) -> Object {
        simplified(
            resource.file.values.filter { SimulatedTags.main(level, version).contains($0.key) }
        )
    }

    private static func hex(_ tag: UInt32) -> String {
        let digits = String(tag, radix: 16)
        let text = String(repeating: "0", count: 8 - digits.count) + digits
        return "\(text.prefix(4)),\(text.suffix(4))"
    }

    private func uuid(_ number: Int) -> String {
        let digits = "\(number)"
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }
}
