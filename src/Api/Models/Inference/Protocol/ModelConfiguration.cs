namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>
/// The configuration of a model
/// (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_model_configuration.md).
/// </summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Platform">The framework that runs it.</param>
/// <param name="Backend">The backend of the server.</param>
/// <param name="VersionPolicy">Which versions are served.</param>
/// <param name="MaxBatchSize">The largest number of rows in one batch.</param>
/// <param name="Input">Its inputs.</param>
/// <param name="Output">Its outputs.</param>
internal sealed record ModelConfiguration(
    string Name,
    string Platform,
    string Backend,
    VersionPolicy VersionPolicy,
    int MaxBatchSize,
    IEnumerable<TensorConfiguration> Input,
    IEnumerable<TensorConfiguration> Output);
