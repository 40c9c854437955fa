using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>
/// Embeddings of the categories among a network's inputs. The inputs of all embedded columns are the rows of one table of trained numbers. The
/// outputs are first the other inputs in their order, and then the trained numbers, column by column.
/// </summary>
/// <param name="Spec">The spec.</param>
/// <param name="Inputs">The number of inputs per row.</param>
/// <param name="Outputs">The number of outputs per row.</param>
/// <param name="Groups">The columns that are embedded, in groups.</param>
internal sealed record PlannedCategoryEmbedding(CategoryEmbeddingSpec Spec, int Inputs, int Outputs, IReadOnlyList<CategoryGroup> Groups)
    : PlannedLayer(NetworkPath, Inputs, Outputs)
{
    /// <summary>The path in the network, also of the table. The layers after it are counted from 0, as without embeddings.</summary>
    public const string NetworkPath = "categoryEmbedding";

    /// <summary>
    /// Returns the layer for the members of a batched network; null if no column has enough categories. Each member embeds the columns that have
    /// enough categories among its own training rows, as it would alone. So the members can differ in columns and outputs.
    /// </summary>
    public static PlannedCategoryEmbedding? Create(CategoryEmbeddingSpec spec, IReadOnlyList<NetworkInputs> members)
    {
        var chosen = members.Select(member => Choose(spec, member)).ToArray();
        return Array.TrueForAll(chosen, columns => columns.Count == 0)
            ? null
            : new PlannedCategoryEmbedding(
                spec,
                members.Max(member => member.Width),
                members.Max(member => After(spec, member).Width),
                CreateGroups([.. chosen.Select(Split)]));
    }

    /// <summary>The number of rows of the table.</summary>
    public int Rows => Groups.Sum(group => group.Rows);

    /// <summary>The number of columns that are embedded, in a batched network of the member that has the most.</summary>
    public int Columns => Groups.Sum(group => group.Columns);

    /// <summary>Returns the columns that are embedded.</summary>
    public IReadOnlyList<CategoryInputs> Choose(NetworkInputs inputs) => Choose(Spec, inputs);

    /// <summary>Returns the columns of each group that are embedded. Members with fewer columns than others have empty groups.</summary>
    public IReadOnlyList<IReadOnlyList<CategoryInputs>> ChooseGroups(NetworkInputs inputs)
    {
        var groups = Split(Choose(inputs));
        return [.. groups, .. Enumerable.Repeat(Array.Empty<CategoryInputs>(), Groups.Count - groups.Length)];
    }

    /// <summary>Returns the positions of the inputs that are not embedded.</summary>
    public IEnumerable<int> OtherPositions(NetworkInputs inputs) =>
        Enumerable.Range(0, inputs.Width).Except(Choose(inputs).SelectMany(column => column.Positions));

    /// <summary>Returns the inputs of the layer that follows. The trained numbers of a column are one column.</summary>
    public NetworkInputs After(NetworkInputs inputs) => After(Spec, inputs);

    public override Int128 Parameters => Rows * (Int128)Spec.Outputs;

    public override Int128 TrainableParameters => Parameters;

    // The embedded inputs and the outputs.
    public override Int128 SavedForBackward => Rows + (Int128)Outputs;

    public override Int128 MaximumWidth => Inputs + (Columns * (Int128)Spec.Outputs);

    public override Int128 MultiplyAdds => Blocks * Spec.Outputs;

    // The table, with a block for each column, its gradient, and the places of the blocks.
    public override Int128 WorkingValues => Blocks * ((2 * Spec.Outputs) + 1);

    private Int128 Blocks => Groups.Aggregate((Int128)0, (sum, group) => sum + (group.Rows * (Int128)group.Columns));

    private static CategoryInputs[][] Split(IEnumerable<CategoryInputs> columns) => [.. columns.Chunk(CategoryGroup.MaximumColumns)];

    private static List<CategoryGroup> CreateGroups(CategoryInputs[][][] members)
    {
        var groups = new List<CategoryGroup>();
        for (var index = 0; index < members.Max(member => member.Length); index++)
        {
            var ofGroup = members.Where(member => member.Length > index).Select(member => member[index]).ToArray();
            groups.Add(new CategoryGroup(
                groups.Sum(group => group.Rows),
                ofGroup.Max(columns => columns.Sum(column => column.Width)),
                ofGroup.Max(columns => columns.Length)));
        }

        return groups;
    }

    private static List<CategoryInputs> Choose(CategoryEmbeddingSpec spec, NetworkInputs inputs) =>
        [.. inputs.Categories.Where(column => column.Categories >= spec.MinimumCategories)];

    private static NetworkInputs After(CategoryEmbeddingSpec spec, NetworkInputs inputs)
    {
        var chosen = Choose(spec, inputs);
        var embedded = chosen.SelectMany(column => column.Positions).ToHashSet();
        var (columns, start) = (new List<int>(), 0);
        foreach (var width in inputs.ColumnWidths)
        {
            if (!embedded.Contains(start))
            {
                columns.Add(width);
            }

            start += width;
        }

        columns.AddRange(chosen.Select(_ => spec.Outputs));
        return new NetworkInputs(checked(columns.Sum())) { Columns = columns };
    }
}
