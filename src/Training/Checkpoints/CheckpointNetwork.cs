using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>Builds the networks of a checkpoint.</summary>
internal static class CheckpointNetwork
{
    /// <summary>Builds the networks for predictions, with the saved weights. They cannot be trained.</summary>
    /// <param name="description">The description of the checkpoint.</param>
    /// <param name="parameters">The saved weights by name. The weights that are used are removed from it.</param>
    /// <param name="device">The device of the networks.</param>
    /// <exception cref="CheckpointException">The weights do not fit the description.</exception>
    public static BatchedNetwork Build(CheckpointDescription description, Dictionary<string, Tensor> parameters, Device device)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var members = Enumerable.Range(0, description.Spec.Network.Ensemble).ToArray();
        using var random = new BatchedRandom(0, members);
        var network = new BatchedNetwork(description.Spec.Network, [.. members.Select(_ => description.Inputs)], description.Outputs, device, random);
        foreach (var (name, parameter) in members.SelectMany(member => CheckpointFolder.StateDict(network, member)))
        {
            if (!parameters.Remove(name, out var saved) || !saved.shape.SequenceEqual(parameter.shape))
            {
                throw new CheckpointException($"The checkpoint's weights do not fit its description at '{name}'.");
            }

            parameter.copy_(saved);
        }

        network.Parameters.EndTraining();
        return network;
    }
}
