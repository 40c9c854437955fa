namespace LearnML.Contracts;

/// <summary>What a model version can be downloaded as.</summary>
public enum ModelFormat
{
    /// <summary>
    /// Its weights under PyTorch's names, in a file that also describes itself, so that it can be taken in again.
    /// (https://huggingface.co/docs/safetensors)
    /// </summary>
    Safetensors,

    /// <summary>Raw columns or pixels in, decoded answers out, for ONNX Runtime and others. (https://onnx.ai)</summary>
    Onnx,

    /// <summary>The metrics of the job that trained it, and its parameters, as TensorBoard's event file.</summary>
    Tensorboard,
}
