namespace LearnML.Training.Exporting;

/// <summary>The encodings of several columns, side by side in one tensor [rows, columns] of an ONNX graph.</summary>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Inputs">For each column of the tensor the index of the network's input, or <see cref="NoInput"/>.</param>
internal sealed record OnnxBlock(string Name, IReadOnlyList<int> Inputs)
{
    /// <summary>Marks a column of the tensor that the network does not use.</summary>
    public const int NoInput = -1;
}
