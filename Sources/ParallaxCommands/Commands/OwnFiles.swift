import Foundation
import ParallaxCompute
import ParallaxViews
import Yams

/// What this program writes itself, and what people write for it alone.
enum OwnFiles {
    static let recognisers: [any Recogniser] = [
        StatisticsRecogniser(), ComparisonRecogniser(), CalibrationRecogniser(), FindingRecogniser(), ResultRecogniser(), RulesRecogniser(),
        ThemeRecogniser(), VerdictsRecogniser(), LabelPackRecogniser()
    ]
}

extension InspectedPlace {
    /// What is wrong with a file of ours is said of it; it is still one of ours.
    fileprivate func inspection(_ kind: Inspection.Kind, _ family: String, _ read: (inout Inspection) throws -> Void) -> Inspection {
        var found = Inspection(self, kind: kind, family: family)
        do { try read(&found) } catch { found.odd.append("\(error)") }
        return found
    }
}

/// From `parallax statistics`.
private struct StatisticsRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) -> Inspection? {
        guard !place.isFolder, OutputKind.statistics.recognises(place.url) else { return nil }
        return place.inspection(.statistics, "Parallax statistics") { found in
            let statistics = try StatisticsCollection.open(place.url)
            for site in statistics.files.keys.sorted() {
                let counts = try statistics.counts(at: site)
                found.note("\(site)", "\(counts.tokens) tokens of \(counts.documents) documents, \(counts.excluded) positions excluded")
            }
            if let missing = statistics.missing { found.odd.append("It holds \(missing).") }
        }
    }
}

/// A comparison that is under way, a part of one, or one that was merged.
private struct ComparisonRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) -> Inspection? {
        guard !place.isFolder, OutputKind.comparison.recognises(place.url) else { return nil }
        return place.inspection(.comparison, "Parallax comparison (parts are merged by parallax merge)") { found in
            let partial = try PartialFile(place.url)
            found.site = partial.plan.site
            found.note("width", partial.plan.width)
            if let shard = partial.shard { found.note("part", shard.words) }
            if let (done, total) = PartialFile.progress(place.url) { found.note("documents", "\(done) of \(total)") }
            if let damage = partial.damageTold { found.odd.append("It has \(damage), to be computed again.") }
        }
    }
}

/// From `parallax claims calibrate`.
private struct CalibrationRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) -> Inspection? {
        guard !place.isFolder, OutputKind.calibration.recognises(place.url) else { return nil }
        return place.inspection(.calibration, "Parallax calibration of claims") { found in
            let calibration = try ClaimCalibration.open(place.url)
            found.note("rests on", calibration.basis)
            found.note("classes", calibration.classes.count)
        }
    }
}

/// From `w`.
private struct FindingRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) -> Inspection? {
        guard let object = place.object, let finding = object["finding"]?.object, object["checkpoints"]?.object != nil else { return nil }
        return place.inspection(.finding, "Parallax finding") { found in
            found.site = finding["site"]?.string
            for key in ["document", "token"] { if let text = finding[key]?.string { found.note(key, text.shortened) } }
            if case .integer(let position)? = finding["position"] { found.note("position", position) }
            for (name, value) in (object["checkpoints"]?.object ?? [:]).sorted(by: { $0.key < $1.key }).prefix(16) {
                found.note("checkpoint \(name.shortened)", value.string?.shortened ?? "none")
            }
        }
    }
}

/// What `--json` of a command printed.
private struct ResultRecogniser: Recogniser {
    /// Keys that stand together in nobody else's files.
    private static let forms: [(family: String, keys: Set<String>)] = [
        ("result of parallax compare (JSON)", ["mean_from", "var_from", "methods", "undefined"]),
        ("result of parallax claims (JSON)", ["verbalizer", "pages"])
    ]

    func inspect(_ place: InspectedPlace) -> Inspection? {
        guard let object = place.object, let form = Self.forms.first(where: { $0.keys.isSubset(of: object.keys) }) else { return nil }
        return place.inspection(.result, form.family) { found in
            found.site = object["site"]?.string
            for key in ["methods", "pages"] { if let count = object[key]?.array?.count { found.note(key, count) } }
            if case .integer(let count)? = object["n"] { found.note("tokens", count) }
        }
    }
}

/// How explanations are split into claims, and of which classes.
private struct RulesRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) -> Inspection? {
        guard isOne(place) else { return nil }
        return place.inspection(.rules, "rules of claims") { found in
            let rules = try ClaimRules.open(place.url)
            found.note("classes", rules.classes.count)
            found.note("names", rules.classes.map(\.name).listed())
        }
    }

    private func isOne(_ place: InspectedPlace) -> Bool {
        if let object = place.object { return object["slots"] != nil && object["sentence_regex"] != nil }
        return place.mapping?["classes"]?.sequence != nil
    }
}

/// Colours and glyphs of the screen.
private struct ThemeRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) -> Inspection? {
        // A name alone says nothing.
        guard let mapping = place.mapping, ThemeLibrary.keys.contains(where: { $0 != "name" && mapping[$0] != nil }),
            mapping.allSatisfy({ ($0.key.string).map(ThemeLibrary.keys.contains) ?? false })
        else { return nil }
        return place.inspection(.theme, "Parallax theme") { found in
            if let name = mapping["name"]?.string { found.note("name", name.shortened) }
            if let base = mapping["inherits"]?.string { found.note("inherits", base.shortened) }
            if let complaint = ThemeLibrary(folders: [place.url.deletingLastPathComponent()]).load(place.url.path).complaint {
                found.odd.append("\(complaint)")
            }
        }
    }
}

/// What a person said of claims, a line each.
private struct VerdictsRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) -> Inspection? {
        guard !place.isFolder, place.isText, OutputKind.lines.recognises(place.url), beginsAsOne(place),
            let verdicts = try? PersonVerdicts(place.url)
        else { return nil }
        return place.inspection(.verdicts, "a person's verdicts on claims") { found in
            found.note("verdicts", verdicts.verdicts.count)
            for verdict in PersonVerdict.Verdict.allCases {
                found.note(verdict.rawValue, verdicts.verdicts.count { $0.verdict == verdict })
            }
            found.note("documents", Set(verdicts.verdicts.map(\.document)).count)
            found.odd += Complaint.some(verdicts.complaints).map(\.description)
        }
    }

    /// Whether a verdict stands in the beginning: of documents, which are as large as anything, no more is read.
    private func beginsAsOne(_ place: InspectedPlace) -> Bool {
        let decoder = JSONDecoder()
        return place.head(64 << 10).split(separator: UInt8(ascii: "\n")).prefix(16).contains {
            (try? decoder.decode(PersonVerdict.self, from: Data($0))) != nil
        }
    }
}

/// Labels of a large export, packed into the cache.
private struct LabelPackRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) -> Inspection? {
        guard !place.isFolder, let count = LabelCache.count(of: place.url) else { return nil }
        return place.inspection(.labels, "packed labels (cache)") { found in
            switch count {
            case .some(let count): found.note("labels", count)
            case .none: found.odd.append("It is damaged; the program makes it anew.")
            }
        }
    }
}
