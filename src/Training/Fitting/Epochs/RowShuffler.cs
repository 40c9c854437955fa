using LearnML.Training.Fitting.Data;
using LearnML.Training.Randomness;
using LearnML.Training.State;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>Shuffles the training rows for each epoch, and repeats the order of an epoch that was resumed.</summary>
/// <param name="rows">The training rows of each member.</param>
/// <param name="random">The random numbers of the members.</param>
internal sealed class RowShuffler(RowSet rows, BatchedRandom random)
{
    private IReadOnlyList<byte[]> stateBefore = [];

    /// <summary>Shuffles the rows for a new epoch.</summary>
    public RowOrder Shuffle()
    {
        stateBefore = random.GeneratorStates;
        return rows.Shuffle(random);
    }

    /// <summary>Returns the order of the last <see cref="Shuffle"/> again, and draws no new random numbers.</summary>
    public RowOrder Repeat()
    {
        var now = random.GeneratorStates;
        random.GeneratorStates = stateBefore;
        var order = rows.Shuffle(random);
        random.GeneratorStates = now;
        return order;
    }

    /// <summary>Saves what <see cref="Repeat"/> needs to the state, or restores it from there.</summary>
    public void SaveOrRestore(TrainingState state) => stateBefore = state.SaveOrRestoreValue("shuffledFrom", stateBefore);
}
