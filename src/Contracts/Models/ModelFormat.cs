namespace LearnML.Contracts;

/// <summary>The formats in which a model version can be downloaded.</summary>
public enum ModelFormat
{
    /// <summary>
    /// The weights with PyTorch's names. The file's header describes the model, so that the file can be imported again.
    /// (https://huggingface.co/docs/safetensors)
    /// </summary>
    Safetensors,

    /// <summary>A graph from raw columns or pixels to decoded predictions, for ONNX Runtime and other runtimes. (https://onnx.ai)</summary>
    Onnx,

    /// <summary>A TensorBoard event file with the metrics of the version's job and the version's parameters.</summary>
    Tensorboard,
}
