namespace LearnML.Api.Inference;

/// <summary>A tensor of a request, still in its bytes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">What its elements are.</param>
/// <param name="Shape">Its dimensions, whose product an array can hold.</param>
/// <param name="Data">Where its elements are in the body.</param>
/// <param name="IsBinary">Whether they are bytes; otherwise they are JSON.</param>
internal sealed record InferenceTensor(string Name, Datatype Datatype, long[] Shape, Range Data, bool IsBinary)
{
    /// <summary>How many elements it has.</summary>
    public int Count => (int)Shape.Aggregate(1L, (product, dimension) => product * dimension);

    /// <summary>The rows: its first dimension.</summary>
    public int Rows => (int)Shape[0];
}
