using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Runs;

/// <summary>
/// What the further training of splits depends on, besides their scores: weights, optimizer, random numbers and best weights. It is saved and
/// restored as a whole, or split by split.
/// </summary>
/// <param name="network">The networks of all splits.</param>
/// <param name="trainer">Trains the networks.</param>
/// <param name="shuffler">Shuffles the rows.</param>
/// <param name="random">The random numbers of the members.</param>
/// <param name="bestWeights">The weights of the kept epochs.</param>
/// <param name="members">The members of the splits.</param>
internal sealed class SplitState(
    BatchedNetwork network, EpochTrainer trainer, RowShuffler shuffler, BatchedRandom random, BestWeights bestWeights, SplitMembers members)
{
    /// <summary>Saves everything that the next batch depends on to the state, or restores it from the state.</summary>
    public void SaveOrRestore(TrainingState state)
    {
        network.SaveOrRestore(state);
        trainer.SaveOrRestore(state);
        bestWeights.SaveOrRestore(state);
        random.SaveOrRestore(state);
        if (trainer.IsWithinEpoch)
        {
            shuffler.SaveOrRestore(state);
        }
    }

    /// <summary>Returns everything that the next epoch of a split depends on. Call it between two epochs.</summary>
    public byte[] Pause(int split)
    {
        using var scope = NewDisposeScope();
        using var state = new TrainingState();
        SaveOrRestore(state, split);
        return state.ToBytes();
    }

    /// <summary>Restores what <see cref="Pause"/> returned, perhaps in another trainer.</summary>
    public void Continue(int split, byte[] paused)
    {
        using var stream = new MemoryStream(paused);
        using var state = TrainingState.Read(stream);
        SaveOrRestore(state, split);
    }

    /// <summary>Returns copies of the weights and running statistics of the kept epoch of a split's networks.</summary>
    public float[][] CopyWeights(int split) => bestWeights.Copy(split);

    /// <summary>Loads weights and running statistics into the networks of a split.</summary>
    /// <param name="split">The index of the split.</param>
    /// <param name="weights">Those of all its members, from <see cref="CopyWeights"/>.</param>
    public void Load(int split, IReadOnlyList<float[]> weights)
    {
        using var scope = NewDisposeScope();
        foreach (var (into, values) in members.Of(split).SelectMany(network.StateDict).Select(named => named.Tensor).Zip(weights))
        {
            into.copy_(tensor(values, into.shape));
        }
    }

    private void SaveOrRestore(TrainingState state, int split)
    {
        foreach (var (index, member) in members.Of(split).Index())
        {
            network.SaveOrRestore(state, member, $"{index}");
            trainer.SaveOrRestore(state, member, $"{index}");
            random.Members[member].SaveOrRestore(state, $"{index}.random");
        }

        bestWeights.SaveOrRestore(state, split);
    }
}
