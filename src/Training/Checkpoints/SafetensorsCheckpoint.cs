using LearnML.Training.Networks.Planning;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>A checkpoint as one safetensors file, with the description in the file's metadata.</summary>
public static class SafetensorsCheckpoint
{
    private const string DescriptionKey = "learnml";

    /// <summary>Reads the description from a file, as JSON.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <exception cref="CheckpointException">The file is not such a checkpoint. The message names the actual format if it is known.</exception>
    public static string ReadDescription(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        UnsafeFileFormats.Reject(file);
        return SafetensorsHeader.ReadMetadata(file).TryGetValue(DescriptionKey, out var description) && description is not null
            ? description
            : throw new CheckpointException(
                $"The file's __metadata__ has no '{DescriptionKey}', which describes the preprocessing and the layers. Use a file that was " +
                "downloaded with format=safetensors. If you save other weights to it, keep its __metadata__.");
    }

    /// <summary>Saves the weights of a file as a checkpoint.</summary>
    /// <param name="file">The file. The stream must support seeking.</param>
    /// <param name="description">The description from the file. It must be valid.</param>
    /// <param name="folder">The folder to save the checkpoint in.</param>
    /// <returns>The name of the checkpoint, and its description with the number of parameters and the hash and size of the weights.</returns>
    /// <exception cref="CheckpointException">The weights do not fit the description, or are not finite.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written, for example because the disk is full.</exception>
    public static (string Name, CheckpointDescription Description) Import(Stream file, CheckpointDescription description, CheckpointFolder folder)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(folder);
        var plan = new NetworkPlan(description.Spec.Network, description.NetworkInputs, description.Outputs);
        if (description.Spec.Network.Ensemble * plan.Parameters * sizeof(float) > file.Length)
        {
            throw new CheckpointException("The file is smaller than the weights of the layers in its description.");
        }

        using var scope = NewDisposeScope();
        file.Position = 0;
        var parameters = Safetensors.Read(file);

        // Checked as float32: a finite float64 can be too large for float32.
        if (parameters.FirstOrDefault(named =>
            named.Value.is_floating_point() && !named.Value.to(float32).isfinite().all().item<bool>()) is { Key: { } name })
        {
            throw new CheckpointException($"The weights '{name}' are not all finite 32-bit floating-point numbers.");
        }

        using var network = CheckpointNetwork.Build(description, parameters, CPU);
        return parameters.Count == 0
            ? folder.Save(network, description with { Parameters = network.ParameterCount }, fencingToken: 0)
            : throw new CheckpointException(
                $"The file has weights that its description does not have: {string.Join(", ", parameters.Keys.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Returns the metadata of a file with this description, which is JSON.</summary>
    internal static IReadOnlyDictionary<string, string> CreateMetadata(string description) =>
        new Dictionary<string, string> { [DescriptionKey] = description };
}
