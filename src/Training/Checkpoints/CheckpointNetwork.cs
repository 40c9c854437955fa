using System.Globalization;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>The networks of a checkpoint: their parameter names, and how they are built.</summary>
internal static class CheckpointNetwork
{
    /// <summary>Builds the networks for predictions, with the saved weights.</summary>
    /// <param name="description">The description of the checkpoint.</param>
    /// <param name="parameters">The saved weights by name. The weights that are used are removed from it.</param>
    /// <param name="device">The device of the networks.</param>
    /// <exception cref="CheckpointException">The weights do not fit the description.</exception>
    public static BatchedNetwork Build(CheckpointDescription description, Dictionary<string, Tensor> parameters, Device device)
    {
        using var scope = NewDisposeScope();
        var members = Enumerable.Range(0, description.Spec.Network.Ensemble).ToArray();
        using var random = new BatchedRandom(0, members);
        var inputs = description.NetworkInputs;
        var network = new BatchedNetwork(
            description.Spec.Network, [.. members.Select(_ => inputs)], description.Outputs, device, random);
        foreach (var (name, parameter) in StateDict(network))
        {
            if (!parameters.Remove(name, out var saved) || !saved.shape.SequenceEqual(parameter.shape))
            {
                throw new CheckpointException($"The checkpoint's weights do not fit its description at '{name}'.");
            }

            parameter.copy_(saved);
        }

        return network;
    }

    /// <summary>
    /// Returns the parameters and running statistics of all networks, with their names in a checkpoint. The names are PyTorch's; in an ensemble
    /// they start with the index of the network: <c>3.0.weight</c>.
    /// </summary>
    public static IEnumerable<(string Name, Tensor Tensor)> StateDict(BatchedNetwork network) => Enumerable.Range(0, network.MemberCount)
        .SelectMany(member => network.StateDict(member).Select(named => (MemberPrefix(network.MemberCount, member) + named.Name, named.Tensor)));

    /// <summary>Returns the prefix of a network's parameter names in a checkpoint; empty if there is only one network.</summary>
    public static string MemberPrefix(int memberCount, int member) =>
        memberCount == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{member}.");
}
