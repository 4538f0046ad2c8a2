import Foundation

extension Moments: Codable {
    private enum Key: String, CodingKey { case count, mean, squaredDeviation = "squared_deviation" }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        count = try container.decode(Int.self, forKey: .count)
        mean = try container.decode(PackedDoubles.self, forKey: .mean).values
        squaredDeviation = try PackedDoubles.one(container.decode(PackedDoubles.self, forKey: .squaredDeviation), container)
        // A trillion tokens is beyond any corpus, and far from where counts could overflow when merged.
        guard (0...1_000_000_000_000).contains(count), squaredDeviation >= 0, squaredDeviation.isFinite, mean.allSatisfy(\.isFinite) else {
            throw DecodingError.dataCorruptedError(forKey: .count, in: container, debugDescription: "sums that are negative or not finite")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(count, forKey: .count)
        try container.encode(PackedDoubles(mean), forKey: .mean)
        try container.encode(PackedDoubles([squaredDeviation]), forKey: .squaredDeviation)
    }
}

extension PackedDoubles {
    fileprivate static func one(_ packed: PackedDoubles, _ container: KeyedDecodingContainer<some CodingKey>) throws -> Double {
        guard packed.values.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: container.codingPath, debugDescription: "\(packed.values.count) numbers where one belongs"))
        }
        return packed.values[0]
    }
}

extension SiteStatistics: Codable {
    private enum Key: String, CodingKey { case width, site, model, documents, raw, unit, excluded }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        width = try container.decode(Int.self, forKey: .width)
        site = try container.decodeSite(forKey: .site)
        model = try container.decodeIfPresent(String.self, forKey: .model)
        documents = try container.decode([String].self, forKey: .documents)
        raw = try container.decode(Moments.self, forKey: .raw)
        unit = try container.decode(Moments.self, forKey: .unit)
        exclusions = try container.decode([Exclusion].self, forKey: .excluded)
        guard raw.width == width, unit.width == width, raw.count == unit.count,
            exclusions.allSatisfy({ (0...1_000_000_000_000).contains($0.count) })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .width, in: container, debugDescription: "sums of \(raw.width) and \(unit.width) values for width \(width)")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(width, forKey: .width)
        try container.encodeIfPresent(site?.hookName, forKey: .site)
        try container.encodeIfPresent(model, forKey: .model)
        try container.encode(documents, forKey: .documents)
        try container.encode(raw, forKey: .raw)
        try container.encode(unit, forKey: .unit)
        try container.encode(exclusions, forKey: .excluded)
    }
}

extension DocumentStatistics: Codable {
    private enum Key: String, CodingKey { case index, sums, normMedian = "norm_median" }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        index = try container.decode(Int.self, forKey: .index)
        sums = try container.decode(SiteStatistics.self, forKey: .sums)
        normMedian = try container.decodeIfPresent(Double.self, forKey: .normMedian)
        guard sums.documents.count == 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .sums, in: container, debugDescription: "sums of \(sums.documents.count) documents where one belongs")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(index, forKey: .index)
        try container.encode(sums, forKey: .sums)
        try container.encodeIfPresent(normMedian, forKey: .normMedian)
    }
}

extension StatisticsFile: Codable {
    private enum Key: String, CodingKey { case format, version, site, model, width, rule, tokens, warning, documents, pool }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let format = try container.decode(String.self, forKey: .format)
        let version = try container.decode(Int.self, forKey: .version)
        guard format == Self.format, version == Self.version else {
            throw DecodingError.dataCorruptedError(forKey: .format, in: container, debugDescription: "\(format) version \(version)")
        }
        do {
            try self.init(
                site: container.decodeSite(forKey: .site), model: container.decodeIfPresent(String.self, forKey: .model),
                width: container.decode(Int.self, forKey: .width), rule: container.decode(ExclusionRule.self, forKey: .rule),
                documents: container.decode([DocumentStatistics].self, forKey: .documents),
                pool: container.decodeIfPresent(ActivationPool.self, forKey: .pool))
        } catch let complaint as Complaint {
            throw DecodingError.dataCorruptedError(forKey: .documents, in: container, debugDescription: complaint.found)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        let total = try statistics()
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.format, forKey: .format)
        try container.encode(Self.version, forKey: .version)
        try container.encodeIfPresent(site?.hookName, forKey: .site)
        try container.encodeIfPresent(model, forKey: .model)
        try container.encode(width, forKey: .width)
        try container.encode(rule, forKey: .rule)
        try container.encode(total.count, forKey: .tokens)
        try container.encodeIfPresent(total.warning, forKey: .warning)
        try container.encode(documents, forKey: .documents)
        try container.encodeIfPresent(pool, forKey: .pool)
    }
}

extension KeyedDecodingContainer {
    fileprivate func decodeSite(forKey key: Key) throws -> Site? {
        guard let name = try decodeIfPresent(String.self, forKey: key) else { return nil }
        do {
            return try Site(hookName: name)
        } catch {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "site \"\(name)\"")
        }
    }
}
