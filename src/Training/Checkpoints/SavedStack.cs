using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>The networks of a checkpoint.</summary>
internal static class SavedStack
{
    /// <summary>Builds them, with the weights that were saved, to answer and not to be trained.</summary>
    /// <param name="description">What the checkpoint says of itself.</param>
    /// <param name="parameters">The weights by name; those that fit are taken out.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="CheckpointException">The weights do not fit the description.</exception>
    public static Stack Build(CheckpointDescription description, Dictionary<string, Tensor> parameters, Device device)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var members = Enumerable.Range(0, description.Spec.Network.Ensemble).ToArray();
        using var random = new StackRandom(0, members);
        var stack = new Stack(description.Spec.Network, [.. members.Select(_ => description.Inputs)], description.Outputs, device, random);
        foreach (var (name, parameter) in members.SelectMany(member => CheckpointFolder.Named(stack, member)))
        {
            if (!parameters.Remove(name, out var saved) || !saved.shape.SequenceEqual(parameter.shape))
            {
                throw new CheckpointException($"The checkpoint's weights do not fit its description at '{name}'.");
            }

            parameter.copy_(saved);
        }

        stack.Parameters.DropGradients();
        return stack;
    }
}
