import ParallaxCompute

extension SessionState {
    /// Takes a report if the request that it answers is still wanted; anything else is dropped by its identity.
    mutating func receive(_ report: Report) {
        guard outstanding.contains(report.request) else { return }
        switch report.outcome {
        case .partial(let response):
            take(response, of: report.request)
        case .finished(let response):
            outstanding.remove(report.request)
            take(response, of: report.request)
            if case .claims(let subject) = report.request { claims.finished = subject }
            if case .firings = report.request { features.finished = report.request }
        case .failed(let complaint):
            outstanding.remove(report.request)
            fail(report.request, complaint)
        }
    }

    private mutating func take(_ response: Response, of request: Request) {
        switch (request, response) {
        case (_, .dictionaries(let infos, let complaints)):
            inventory.dictionaries = .open(infos)
            inventory.complaints += complaints
            settleRow()
        case (_, .verbalizers(let infos, let complaints)):
            inventory.verbalizers = .open(infos)
            inventory.complaints += complaints
            settleRow()
        case (.trace(let document), .trace(let trace)):
            traces[document] = trace
            inheritReadings(of: document)
            if document == self.document { position = min(position, max(0, trace.ids.count - 1)) }
        case (_, .statisticsProgress(let progress)):
            statistics.progress = progress
        case (_, .statistics(let facts)):
            statistics.progress = nil
            statistics.source = facts.source
            statistics.refusal = facts.refusal
            statistics.tokens = facts.tokens
            statistics.variances = facts.variances
            statistics.isFromShownDocument = facts.mayHoldShownDocument
            if facts.source != nil { statistics.version += 1 }
        case (.dictionary(let document, let dictionary, let version), .dictionary(let readings)):
            dictionaryReadings[DictionaryKey(document: document, dictionary: dictionary)] = Versioned(value: readings, statistics: version)
        case (_, .dictionaryComplaint(let complaint)):
            notice = complaint.description
            inventory.complaints.append(complaint)
        case (_, .featureEdit(let reading)):
            featureEditReading = Answer(request, reading)
        case (.textEdit(let document, let position, let verbalizer, let text, _), .textEdit(let figures)):
            textEditFigures = Answer(request, figures)
            textHistories[VerbalKey(document: document, position: position, verbalizer: verbalizer)]?.note(figures, for: text)
        case (_, .noise(let band)):
            noise = Answer(request, band)
        case (.lensRow(let document, let row), .lensRow(let cells)):
            lensRows[LensKey(document: document, row: row)] = cells
        case (_, .lensColumn(let cells)):
            lensColumn = Answer(request, cells)
        case (.promoted(let dictionary, _), .promoted(let found)):
            promoted.add(found, of: dictionary)
        case (_, .agreement(let agreement)):
            agreementAnswer = Answer(request, agreement)
        case (_, .mismatch(let control)):
            mismatchAnswer = Answer(request, control)
        case (_, .splice(let table)):
            spliceAnswer = Answer(request, table)
        case (_, .spliceNoise(let noise)):
            spliceNoiseAnswer = Answer(request, noise)
        case (_, .features(let found)):
            featureMatches = Answer(request, found)
        case (_, .firings(let found)):
            features.firings = Answer(request, found)
        case (_, .nearest(let found)):
            features.nearest = Answer(request, found)
        case (_, .sweep(let rows)):
            features.sweep = Answer(request, rows)
        case (.comparison, .comparisonProgress(let progress)):
            comparison.progress = progress
        case (_, .comparisonReport(let report)):
            comparison.report = Answer(request, report)
        case (_, .differing(let found)):
            comparison.differing = Answer(request, found)
        case (_, .claimEstimate(let estimate)):
            claims.estimate = Answer(request, estimate)
        case (_, .claims(let page)):
            claims.page = Answer(request, page)
        case (.judge(let note), .judged(let path)):
            forgetVerdict()
            notice = "\"\(note.verdict.rawValue)\" appended to \(path)"
        case (.write, .written(let paths)):
            finding = nil
            notice = "written to " + paths.joined(separator: " and ")
        case (.verbalize, .verbalizedAll(let made, let seconds)):
            fill.note(explanations: made, seconds: seconds)
            if fill.isSpent, fill.isOn {
                fill.isOn = false
                notice = "the budget of \(FillProgress.grant) explanations is spent; f grants as many again"
            }
        case (.verbalize(let document, _, let verbalizer, _), .verbalizing(let position, let text)):
            streaming[VerbalKey(document: document, position: position, verbalizer: verbalizer)] = text
        case (.verbalize(let document, _, let verbalizer, _), .noExplanation(let position)):
            absent.insert(VerbalKey(document: document, position: position, verbalizer: verbalizer))
        case (.verbalize(let document, _, let verbalizer, let version), .verbalized(let position, let reading)):
            let key = VerbalKey(document: document, position: position, verbalizer: verbalizer)
            verbalReadings[key] = Versioned(value: reading, statistics: version)
            streaming[key] = nil
        default:
            break
        }
    }

    /// More sentences than a person reads; each failure is also said where it happened.
    private static let mostComplaints = 500

    private mutating func fail(_ request: Request, _ complaint: Complaint) {
        failures[request] = complaint
        notice = complaint.description
        // A batch that failed as a whole failed at each of its positions; each of them shows it.
        if case .verbalize(let document, let positions, let verbalizer, let version) = request {
            for position in positions {
                failures[.verbalize(document: document, positions: [position], verbalizer: verbalizer, statistics: version)] = complaint
                streaming[VerbalKey(document: document, position: position, verbalizer: verbalizer)] = nil
            }
        }
        switch request {
        case .statistics: statistics.refusal = complaint.description
        case .write: finding = nil
        case .judge:
            // The next one may come through.
            failures[request] = nil
            forgetVerdict()
        case .openDictionaries: inventory.dictionaries = .open([])
        case .openVerbalizers: inventory.verbalizers = .open([])
        default: break
        }
        forgetFailures()
        if inventory.complaints.count < Self.mostComplaints, !inventory.complaints.contains(complaint) { inventory.complaints.append(complaint) }
    }

    /// Before the person has moved, the cursor stands on the row that has most to show: where a verbalizer is, else a dictionary.
    private mutating func settleRow() {
        // Nor while something is open: it is about the row where it was opened.
        guard !hasMovedRow, mode == .browsing else { return }
        let candidates = inventory.verbalizers.elements.map(\.site) + inventory.dictionaries.elements.map(\.site)
        if let site = candidates.first(where: inventory.sites.contains), let row = inventory.sites.firstIndex(of: site) { self.row = row }
    }
}
