using LearnML.Training.Checkpoints;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Stores the weights of each split's best epoch so far.</summary>
/// <param name="stack">The network being trained; each split has the same number of members.</param>
/// <param name="splits">The number of splits.</param>
internal sealed class KeptWeights(Stack stack, int splits) : IDisposable
{
    private readonly double[] lowest = [.. Enumerable.Repeat(double.PositiveInfinity, splits)];
    private readonly Tensor[][] copies = [.. Enumerable.Repeat(Array.Empty<Tensor>(), splits)];

    /// <summary>The epoch that each split keeps, from 1; 0 before the first epoch.</summary>
    public int[] Epochs { get; } = new int[splits];

    /// <summary>Keeps the epoch that just ended if its value is the lowest so far, or if <paramref name="value"/> is null.</summary>
    public void Offer(int split, int epoch, double? value)
    {
        if (value is null)
        {
            Epochs[split] = epoch;
        }
        else if (value < lowest[split])
        {
            (lowest[split], Epochs[split]) = (value.Value, epoch);
            Copy(split);
        }
    }

    /// <summary>
    /// Called when early stopping ends a split. If no weights of the split are stored, stores its current ones, so that it keeps them while
    /// the other splits train on.
    /// </summary>
    public void End(int split)
    {
        if (copies[split].Length == 0)
        {
            Copy(split);
        }
    }

    /// <summary>Copies the stored weights back into the network. A split without stored weights keeps its current ones.</summary>
    public void Restore()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        for (var split = 0; split < splits; split++)
        {
            foreach (var (weights, copy) in Weights(split).Zip(copies[split]))
            {
                weights.copy_(copy);
            }
        }
    }

    /// <summary>Saves the stored weights and their epochs to the state, or restores them from it.</summary>
    public void Carry(TrainingState state)
    {
        state.Numbers("kept.lowest", lowest).CopyTo(lowest, 0);
        state.Value("kept.epochs", Epochs).CopyTo(Epochs, 0);
        for (var split = 0; split < splits; split++)
        {
            if (state.Value($"kept.{split}", copies[split].Length) > copies[split].Length)
            {
                Copy(split);
            }

            foreach (var (index, copy) in copies[split].Index())
            {
                state.Tensor($"kept.{split}.{index}", copy);
            }
        }
    }

    public void Dispose()
    {
        for (var split = 0; split < splits; split++)
        {
            Forget(split);
        }
    }

    private IEnumerable<Tensor> Weights(int split)
    {
        var members = stack.Members / splits;
        return Enumerable.Range(split * members, members).SelectMany(stack.Of).Select(named => named.Tensor);
    }

    private void Copy(int split)
    {
        Forget(split);
        using var scope = NewDisposeScope();
        copies[split] = [.. Weights(split).Select(weights => weights.detach().clone().DetachFromDisposeScope())];
    }

    private void Forget(int split)
    {
        foreach (var copy in copies[split])
        {
            copy.Dispose();
        }
    }
}
