namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>The metadata of a model.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Versions">The numbers of its versions, the oldest first.</param>
/// <param name="Platform">The framework that runs it.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs.</param>
internal sealed record ModelMetadata(
    string Name, IEnumerable<string> Versions, string Platform, IEnumerable<TensorMetadata> Inputs, IEnumerable<TensorMetadata> Outputs);
