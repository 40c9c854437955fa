namespace LearnML.Contracts;

/// <summary>One labelled image.</summary>
/// <param name="Row">Its index in its part.</param>
/// <param name="Label">What it shows.</param>
/// <param name="ClassIndex">The index of its class.</param>
/// <param name="Pixels">Its pixels, 0 to 255, row by row from the top; as an instance of a prediction wants them.</param>
public sealed record ImageRow(int Row, string Label, int ClassIndex, IReadOnlyList<int> Pixels);
