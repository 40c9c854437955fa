namespace LearnML.Training.Networks;

/// <summary>A layer whose widths are known.</summary>
/// <param name="Path">Where it is in the network: the numbers of the layers that lead to it (<c>2.0</c>).</param>
/// <param name="Inputs">Numbers per row that come in.</param>
/// <param name="Outputs">Numbers per row that come out.</param>
internal abstract record PlannedLayer(string Path, int Inputs, int Outputs)
{
    /// <summary>Numbers that it keeps, trained or not; of a second use of a shared layer none.</summary>
    public virtual Int128 Parameters => 0;

    /// <summary>How many of them are trained.</summary>
    public virtual Int128 Trained => 0;

    /// <summary>Numbers of a row that are kept from the forward pass for the backward one.</summary>
    public virtual Int128 Kept => Outputs;

    /// <summary>Multiplications of a row, as long as they grow faster than the row.</summary>
    public virtual Int128 Products => 0;
}
