"""Labels in the formats that exports and tools write, a few features each (standard library only).

    python Tests/Goldens/labels/make.py

Field names and types as Neuronpedia's exports and API, SAEDashboard, delphi and circuit-tracer have them.
"""
import gzip
import json
from pathlib import Path

HERE = Path(__file__).parent


def lines(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)


# Indices are strings and sorted as text; a feature has none, one or several explanations.
export = HERE / "neuronpedia" / "v1" / "gemma-2-2b" / "20-gemmascope-res-16k"
common = dict(modelId="gemma-2-2b", layer="20-gemmascope-res-16k")
explanation = dict(common, authorId="a", embedding=[0.1, -2e-05] * 4, typeName="oai_token-act-pair", explanationModelName="gpt-4o-mini", umap_x=0, umap_y=0.5, umap_cluster=3,
                   umap_log_feature_sparsity=-2.5)
lines(export / "explanations" / "batch-0.jsonl.gz", [dict(explanation, index=i, description=d) for i, d in
                                                     [("0", "cities in Italy"), ("10", "the word “ring”\n"), ("2", "first words about 2"), ("2", "second words about 2")]])
lines(export / "explanations" / "batch-1.jsonl.gz", [dict(explanation, index="1024", description="brackets", embedding=None)])
feature = dict(common, maxActApprox=12.5, frac_nonzero=0.01, pos_values=[1.5, 1.2], neg_values=[-1.0], neg_str=["no"], freq_hist_data_bar_heights=[1], vector=[], hasVector=False)
lines(export / "features" / "batch-0.jsonl.gz", [dict(feature, index="0", pos_str=["▁Turin", " Rome"]), dict(feature, index="3", pos_str=[" cat", " dog"])])
lines(export / "activations" / "batch-0.jsonl.gz", [dict(common, id="x", index="0", tokens=["in", " Turin"], values=[0, 12.5], maxValue=12.5, maxValueTokenIndex=1)])

(HERE / "api-feature.json").write_text(json.dumps(dict(
    feature, index="650", pos_str=[" frog"], activations=[dict(tokens=["a"], values=[1.0])], explanations=[dict(description="frogs and toads", typeName="np_max-act-logits")]), indent=2))
(HERE / "dashboard-batch.json").write_text(json.dumps(dict(model_id="gpt2", layer=8, sae_set="res-jb", features=[
    dict(feature_index=7, neuron_alignment_indices=[1], pos_str=[" one", " two"], pos_values=[2.0, 1.0], neg_str=[], activations=[dict(bin_min=0.0, tokens=["x"], values=[1.0])]),
    dict(feature_index=9, pos_str=[], neg_str=[])])))
(HERE / "circuit-tracer.json").write_text(json.dumps(dict(transcoder_id="t", index=31, examples_quantiles=[dict(quantile_name="Top", examples=[dict(tokens_acts_list=[0.0, 1.5], tokens=["a", "b"])])],
                                                          top_logits=[" Paris", " Lyon"], bottom_logits=["no"], act_min=0.0, act_max=3.5)))
for index, words in [(17, "months of the year"), (4071, "opening \"quotes\"")]:
    path = HERE / "delphi" / "explanations" / f"layers.5_latent{index}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(words))
(HERE / "delphi" / "run_config.json").write_text(json.dumps(dict(model="EleutherAI/pythia-160m")))
