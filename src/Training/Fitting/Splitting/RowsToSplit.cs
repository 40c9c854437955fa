using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Randomness;

namespace LearnML.Training.Fitting.Splitting;

/// <summary>
/// The rows to split, and which of them must not be both trained on and scored. Rows are positions in <see cref="TrainingData.TrainRows"/>.
/// </summary>
internal sealed class RowsToSplit
{
    private readonly TrainingData data;
    private readonly int[] groups;
    private readonly int[] equalRows;

    /// <param name="spec">How the rows are assigned.</param>
    /// <param name="data">The data with the rows.</param>
    /// <param name="capacity">The number of rows of one validation part.</param>
    public RowsToSplit(ValidationSpec spec, TrainingData data, int capacity)
    {
        this.data = data;
        Assignment = spec.Assignment ?? ValidationSpec.DefaultAssignment;
        Targets = data.TrainTargets.SelectRows(data.TrainRows);
        equalRows = EqualRowSets.Bind(data.EqualRows, Targets, capacity);
        groups = HasGroups(spec) ? data.Groups : [];
        Units = new RowUnits(groups.Length > 0 ? groups : equalRows.Length > 0 ? equalRows : [.. Enumerable.Range(0, Targets.Count)]);
    }

    /// <summary>How the rows are assigned.</summary>
    public FoldAssignment Assignment { get; }

    /// <summary>The target of each row.</summary>
    public Targets Targets { get; }

    /// <summary>The units that a random assignment keeps whole: the groups, or the sets of equal rows.</summary>
    public RowUnits Units { get; }

    /// <summary>Whether the rows of a group stay together.</summary>
    public static bool HasGroups(ValidationSpec spec) => spec.GroupColumn is not null || spec.Assignment == FoldAssignment.Group;

    /// <summary>Returns the units in random order.</summary>
    public int[] Shuffle(long seed) => new SplitMix64((ulong)seed).NextPermutation(Units.Count);

    /// <summary>
    /// Creates a split. Training rows that equal a validation row, or are of the same group, are left out, unless the assignment has kept them
    /// together.
    /// </summary>
    public Split ToSplit(int? fold, int[] train, int[] validation)
    {
        var assigned = train.Length;
        foreach (var codes in CodesNotKeptTogether().Where(codes => codes.Length > 0))
        {
            var validated = validation.Select(row => codes[row]).ToHashSet();
            train = Array.FindAll(train, row => !validated.Contains(codes[row]));
        }

        return new Split(fold, ToRows(train), ToRows(validation)) { RowsLeftOut = assigned - train.Length };
    }

    private int[][] CodesNotKeptTogether() =>
        Assignment is FoldAssignment.Contiguous or FoldAssignment.Time ? [equalRows, groups] : groups.Length > 0 ? [equalRows] : [];

    private long[] ToRows(int[] positions) => Array.ConvertAll(positions, position => data.TrainRows[position]);
}
