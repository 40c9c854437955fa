namespace LearnML.Training.Networks.Planning;

/// <summary>A layer of a <see cref="NetworkPlan"/>, with its widths.</summary>
/// <param name="Path">The path in the network: the indices of the blocks around the layer and of the layer itself (<c>2.0</c>).</param>
/// <param name="Inputs">The number of inputs per row.</param>
/// <param name="Outputs">The number of outputs per row.</param>
internal abstract record PlannedLayer(string Path, int Inputs, int Outputs)
{
    /// <summary>How many copies of each row the layer computes. Default: 1. All counts of values and operations are for one copy.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>The number of parameter values, trainable or frozen; 0 if the layer uses the parameters of another layer.</summary>
    public virtual Int128 Parameters => 0;

    /// <summary>The number of trainable parameter values.</summary>
    public virtual Int128 TrainableParameters => 0;

    /// <summary>The number of values per copy of a row that the forward pass saves for the backward pass.</summary>
    public virtual Int128 SavedForBackward => Outputs;

    /// <summary>The largest number of values per copy of a row that the layer computes at a time.</summary>
    public virtual Int128 MaximumWidth => Outputs;

    /// <summary>The number of values that the layer computes once for a batch, whatever its rows.</summary>
    public virtual Int128 WorkingValues => 0;

    /// <summary>The number of multiply-add operations per copy of a row. Only matrix products count; the rest is small beside them.</summary>
    public virtual Int128 MultiplyAdds => 0;
}
