using LearnML.Training.Networks;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>Stores the weights of each split's best epoch so far.</summary>
/// <param name="network">The network being trained; each split has the same number of members.</param>
/// <param name="splitCount">The number of splits.</param>
internal sealed class BestWeights(BatchedNetwork network, int splitCount) : IDisposable
{
    private readonly double[] lowestValues = [.. Enumerable.Repeat(double.PositiveInfinity, splitCount)];
    private readonly Tensor[][] copies = [.. Enumerable.Repeat(Array.Empty<Tensor>(), splitCount)];

    /// <summary>The epoch that each split keeps, from 1; 0 before the first epoch.</summary>
    public int[] KeptEpochs { get; } = new int[splitCount];

    /// <summary>Keeps the epoch that just ended if its value is the lowest so far, or if <paramref name="value"/> is null.</summary>
    public void Consider(int split, int epoch, double? value)
    {
        if (value is null)
        {
            KeptEpochs[split] = epoch;
        }
        else if (value < lowestValues[split] || KeptEpochs[split] == 0)
        {
            // The first epoch is kept even if its value is not a number, which any number improves on.
            lowestValues[split] = double.IsNaN(value.Value) ? double.PositiveInfinity : value.Value;
            KeptEpochs[split] = epoch;
            CopyWeights(split);
        }
    }

    /// <summary>
    /// Called when early stopping ends a split. If no weights of the split are stored, stores its current ones, so that it keeps them while
    /// the other splits train on.
    /// </summary>
    public void FinishSplit(int split)
    {
        if (copies[split].Length == 0)
        {
            CopyWeights(split);
        }
    }

    /// <summary>Copies the stored weights back into the network. A split without stored weights keeps its current ones.</summary>
    public void RestoreBest()
    {
        using var scope = NewDisposeScope();
        for (var split = 0; split < splitCount; split++)
        {
            foreach (var (weights, copy) in WeightsOf(split).Zip(copies[split]))
            {
                weights.copy_(copy);
            }
        }
    }

    /// <summary>Returns the weights that <see cref="RestoreBest"/> would load, as copies.</summary>
    public float[][] Copy(int split)
    {
        using var scope = NewDisposeScope();
        var kept = copies[split].Length > 0 ? copies[split] : WeightsOf(split);
        return [.. kept.Select(weights => weights.cpu().contiguous().data<float>().ToArray())];
    }

    /// <summary>Saves the stored weights and their epochs to the state, or restores them from it.</summary>
    public void SaveOrRestore(TrainingState state)
    {
        state.SaveOrRestoreArray("kept.lowest", lowestValues).CopyTo(lowestValues, 0);
        state.SaveOrRestoreValue("kept.epochs", KeptEpochs).CopyTo(KeptEpochs, 0);
        for (var split = 0; split < splitCount; split++)
        {
            SaveOrRestoreWeights(state, split, $"kept.{split}");
        }
    }

    /// <summary>Saves the stored weights of one split and their epoch to the state, or restores them from it.</summary>
    public void SaveOrRestore(TrainingState state, int split)
    {
        lowestValues[split] = state.SaveOrRestoreValue("kept.lowest", lowestValues[split]);
        KeptEpochs[split] = state.SaveOrRestoreValue("kept.epoch", KeptEpochs[split]);
        SaveOrRestoreWeights(state, split, "kept");
    }

    public void Dispose()
    {
        for (var split = 0; split < splitCount; split++)
        {
            DisposeCopies(split);
        }
    }

    private IEnumerable<Tensor> WeightsOf(int split)
    {
        var members = network.MemberCount / splitCount;
        return Enumerable.Range(split * members, members).SelectMany(network.StateDict).Select(named => named.Tensor);
    }

    private void SaveOrRestoreWeights(TrainingState state, int split, string name)
    {
        if (state.SaveOrRestoreValue(name, copies[split].Length) > copies[split].Length)
        {
            CopyWeights(split);
        }

        foreach (var (index, copy) in copies[split].Index())
        {
            state.SaveOrRestoreTensor($"{name}.{index}", copy);
        }
    }

    private void CopyWeights(int split)
    {
        DisposeCopies(split);
        using var scope = NewDisposeScope();
        copies[split] = [.. WeightsOf(split).Select(weights => weights.detach().clone().DetachFromDisposeScope())];
    }

    private void DisposeCopies(int split)
    {
        foreach (var copy in copies[split])
        {
            copy.Dispose();
        }
    }
}
