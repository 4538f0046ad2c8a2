/// Written by make_class_table.py from transformers 5.24.0: do not edit.
extension ClassSpecialTokens {
    /// A class a line: its name, and the special tokens that it has where no file names them.
    static let standardTokens = #"""
        AlbertTokenizer {"bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "<unk>", "sep_token": "[SEP]", "pad_token": "<pad>", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        BartTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        BarthezTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        BertJapaneseTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        BertTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        BertweetTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        BigBirdTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "[SEP]", "pad_token": "<pad>", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        BioGptTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>"}
        BlenderbotSmallTokenizer {"bos_token": "__start__", "eos_token": "__end__", "unk_token": "__unk__", "pad_token": "__null__"}
        BlenderbotTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        ByT5Tokenizer {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        CLIPTokenizer {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
        CTRLTokenizer {"unk_token": "<unk>"}
        CamembertTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        ClvpTokenizer {"bos_token": "<|endoftext|>", "eos_token": "[STOP]", "unk_token": "[UNK]", "pad_token": "[STOP]"}
        CodeGenTokenizer {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"}
        CodeLlamaTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
        CohereTokenizer {"bos_token": "<BOS_TOKEN>", "eos_token": "<|END_OF_TURN_TOKEN|>", "unk_token": "<UNK>", "sep_token": "<SEP>", "pad_token": "<PAD>", "cls_token": "<CLS>", "mask_token": "<MASK_TOKEN>"}
        ConvBertTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        CpmAntTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        DebertaTokenizer {"bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        DebertaV2Tokenizer {"bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        DiaTokenizer {"unk_token": "<pad>", "pad_token": "<pad>"}
        EsmTokenizer {"eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>", "cls_token": "<cls>", "mask_token": "<mask>"}
        EsmcTokenizer {"eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>", "cls_token": "<cls>", "mask_token": "<mask>"}
        FNetTokenizer {"bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "<unk>", "sep_token": "[SEP]", "pad_token": "<pad>", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        FSMTTokenizer {"bos_token": "<s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>"}
        FastSpeech2ConformerTokenizer {"bos_token": "<sos/eos>", "eos_token": "<sos/eos>", "unk_token": "<unk>", "pad_token": "<blank>"}
        FlaubertTokenizer {"bos_token": "<s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "</s>", "mask_token": "<special1>"}
        FunnelTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "<sep>", "pad_token": "<pad>", "cls_token": "<cls>", "mask_token": "<mask>"}
        GPT2Tokenizer {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"}
        GPTNeoXJapaneseTokenizer {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
        GPTNeoXTokenizer {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|padding|>"}
        GemmaTokenizer {"bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>"}
        HerbertTokenizer {"unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        LEDTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        LasrTokenizer {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        LayoutLMv2Tokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        LayoutLMv3Tokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        LayoutXLMTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        LlamaTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
        LukeTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        LxmertTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        MBart50Tokenizer {"eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        MBartTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        MLukeTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        MPNetTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "[UNK]", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        MarkupLMTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        MgpstrTokenizer {"bos_token": "[GO]", "eos_token": "[s]", "unk_token": "[GO]", "pad_token": "[GO]"}
        MobileBertTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        MvpTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        MyT5Tokenizer {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        NllbTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        NougatTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        OpenAIGPTTokenizer {"unk_token": "<unk>"}
        PegasusTokenizer {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask_2>"}
        PerceiverTokenizer {"bos_token": "[BOS]", "eos_token": "[EOS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        PhobertTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        ProphetNetTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "mask_token": "[MASK]"}
        Qwen2Tokenizer {"eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
        Qwen3_5Tokenizer {"eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
        ReformerTokenizer {"eos_token": "</s>", "unk_token": "<unk>"}
        RemBertTokenizer {"bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "<unk>", "sep_token": "[SEP]", "pad_token": "<pad>", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        RoCBertTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        RoFormerTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        RobertaTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        SeamlessM4TTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>"}
        Siglip2Tokenizer {"bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>"}
        SplinterTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        SqueezeBertTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        T5Tokenizer {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        TapasTokenizer {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
        Tipsv2Tokenizer {"unk_token": "<unk>", "pad_token": "<pad>"}
        UdopTokenizer {"eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>"}
        VideoPrismTokenizer {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        VitsTokenizer {"unk_token": "<unk>", "pad_token": "<pad>"}
        Wav2Vec2CTCTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        Wav2Vec2PhonemeCTCTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        WhisperTokenizer {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"}
        XGLMTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>"}
        XLMRobertaTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"}
        XLMTokenizer {"bos_token": "<s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "</s>", "mask_token": "<special1>"}
        XLNetTokenizer {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "<sep>", "pad_token": "<pad>", "cls_token": "<cls>", "mask_token": "<mask>"}
        """#

    /// The class that a model type has, and after it the model types that have the same.
    static let modelTypes = """
        AlbertTokenizer albert yoso
        BartTokenizer florence2
        BarthezTokenizer barthez
        BartphoTokenizer bartpho
        BertJapaneseTokenizer bert-japanese
        BertTokenizer align bark bert blip bros chinese_clip convbert distilbert electra ernie flava git grounding-dino layoutlm megatron-bert mm-grounding-dino nezha nomic_bert qdqbert realm retribert squeezebert tvp vilt visual_bert
        BertweetTokenizer bertweet
        BigBirdTokenizer big_bird
        BioGptTokenizer biogpt
        BlenderbotSmallTokenizer blenderbot-small
        BlenderbotTokenizer blenderbot
        ByT5Tokenizer byt5
        CLIPTokenizer aimv2 clip clipseg groupvit omdet-turbo oneformer owlv2 owlvit sam3 sam3_video xclip
        CTRLTokenizer ctrl
        CamembertTokenizer camembert
        CanineTokenizer canine
        ClvpTokenizer clvp
        CodeLlamaTokenizer code_llama
        CohereTokenizer aya_vision cohere cohere2
        CpmAntTokenizer cpmant
        CpmTokenizer cpm
        DPRQuestionEncoderTokenizer dpr
        DebertaTokenizer deberta
        DebertaV2Tokenizer deberta-v2
        DiaTokenizer dia
        EsmTokenizer esm
        EsmcTokenizer esmc esmfold2
        FNetTokenizer fnet
        FSMTTokenizer fsmt
        FlaubertTokenizer flaubert
        FunnelTokenizer funnel
        GPT2Tokenizer blip-2 codegen dbrx emu3 gpt2 gpt_neo gptj hyperclovax_vision_v2 instructblip instructblipvideo jais2 opt phi starcoder2
        GPTNeoXJapaneseTokenizer gpt_neox_japanese
        GPTNeoXTokenizer falcon_mamba gpt_neox mamba mamba2 mpt olmo olmoe rwkv xlstm
        GemmaTokenizer diffusion_gemma gemma gemma2 gemma3 gemma3_text gemma3n gemma3n_text recurrent_gemma shieldgemma2 t5gemma zaya
        HerbertTokenizer herbert
        LEDTokenizer led
        LasrTokenizer lasr_ctc lasr_encoder
        LayoutLMv2Tokenizer layoutlmv2
        LayoutLMv3Tokenizer layoutlmv3
        LayoutXLMTokenizer layoutxlm
        LlamaTokenizer idefics idefics2
        LukeTokenizer luke
        LxmertTokenizer lxmert
        MBart50Tokenizer mbart50
        MBartTokenizer mbart
        MPNetTokenizer mpnet
        MarkupLMTokenizer markuplm
        MgpstrTokenizer mgp-str
        MobileBertTokenizer mobilebert
        MvpTokenizer mvp
        MyT5Tokenizer myt5
        NllbTokenizer nllb nllb-moe
        NougatTokenizer nougat pp_formulanet
        OpenAIGPTTokenizer openai-gpt
        PLBartTokenizer plbart
        ParakeetTokenizer granite_speech5_ctc nemotron3_5_asr nemotron_asr_streaming omniasr_ctc parakeet_ctc parakeet_rnnt parakeet_tdt
        PegasusTokenizer pegasus
        PerceiverTokenizer perceiver
        PhobertTokenizer phobert
        ProphetNetTokenizer prophetnet
        Qwen2Tokenizer audioflamingo3 colqwen2 cosmos3_omni dots3_note fun_asr_nano hunyuan_vl internvl lighton_ocr moss_transcribe_diarize ovis2 qianfan_ocr qwen2 qwen2_5_omni qwen2_5_vl qwen2_audio qwen2_moe qwen2_vl qwen3 qwen3_asr qwen3_moe qwen3_next qwen3_omni_moe qwen3_vl qwen3_vl_moe vibevoice
        Qwen3_5Tokenizer qwen3_5 qwen3_5_moe qwen3_5_moe_text qwen3_5_text qwen4_exp
        RagTokenizer rag
        ReformerTokenizer reformer
        RemBertTokenizer rembert
        RoCBertTokenizer roc_bert
        RoFormerTokenizer roformer
        RobertaTokenizer bart bridgetower clap data2vec-text ibert lilt longformer mega mra roberta roberta-prelayernorm
        SeamlessM4TTokenizer seamless_m4t seamless_m4t_v2
        Siglip2Tokenizer siglip2
        SplinterTokenizer splinter
        T5Tokenizer mt5 musicgen musicgen_melody switch_transformers t5
        TapasTokenizer tapas
        TokenizersBackend EvollaModel arctic aria beam bigbird_pegasus camembertv2-base canary chatlm cohere_asr ernie4_5 ernie4_5_moe flex_olmo fuyu glm glm4 glm4_moe glm4_moe_lite glm4v glm4v_moe glm_image glmasr got_ocr2 gpt_bigcode gradium_phonon_tts granite granitemoe granitemoehybrid granitemoeshared h2ovl_chat hyperclovax hyperclovax_vlm internlm2 internlm3 iquestcoder jamba kimi_k25 kimi_linear kosmos-2 llava llava_next mimo_v2_flash minicpm3 minicpm_ocr minicpmv minicpmv4_6 minicpmv4_7 minimax_m2 ministral ministral3 mistral mistral3 mistral_large4 mixtral modernbert modernbert-decoder molmo molmo2 nemo_speechlm nemotron nvfp4 nystromformer olmo2 olmo3 olmo_hybrid omniasr opencua openvla paddleocr_vl pegasus_x persimmon phi3 phi3_v phimoe pix2struct pixtral pocket_tts smolvlm stablelm step3_vl umt5 vipllava voxtral voxtral_realtime xlm-roberta-xl
        UdopTokenizer udop
        VideoPrismTokenizer videoprism
        VitsTokenizer vits
        Wav2Vec2CTCTokenizer data2vec-audio hubert unispeech unispeech-sat wav2vec2 wav2vec2-bert wav2vec2-conformer
        Wav2Vec2PhonemeCTCTokenizer wav2vec2_phoneme
        WhisperTokenizer whisper
        XGLMTokenizer xglm
        XLMRobertaTokenizer gte jina_embeddings_v3 metaclip_2 trocr xlm-roberta xmod
        XLMTokenizer xlm
        XLNetTokenizer xlnet
        """

    /// Model types whose published folders name a class that is not theirs.
    static let misnamed = """
        arctic camembertv2-base chatlm cohere_asr ernie4_5 ernie4_5_moe fuyu h2ovl_chat hyperclovax hyperclovax_vision_v2 hyperclovax_vlm internlm2 internlm3 iquestcoder jamba llava llava_next minicpm3 minicpmv minimax_m2 modernbert modernbert-decoder molmo molmo2 nemotron nvfp4 opencua openvla paddleocr_vl phi3 phi3_v phimoe qwen2 qwen3_5 qwen3_5_moe qwen3_5_moe_text qwen4_exp siglip2 smolvlm step3_vl vipllava
        """
}
