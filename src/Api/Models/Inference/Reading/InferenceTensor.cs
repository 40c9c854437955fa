namespace LearnML.Api.Models.Inference.Reading;

/// <summary>A tensor of a request whose elements are not read yet.</summary>
/// <param name="Name">The name.</param>
/// <param name="Datatype">The datatype of the elements.</param>
/// <param name="Shape">The dimensions; an array can hold as many elements.</param>
/// <param name="Data">The range of the body that holds the elements.</param>
/// <param name="IsBinary">Whether the elements are bytes; otherwise they are JSON.</param>
internal sealed record InferenceTensor(string Name, Datatype Datatype, long[] Shape, Range Data, bool IsBinary)
{
    /// <summary>The number of elements.</summary>
    public int Count => (int)Shape.Aggregate(1L, (product, dimension) => product * dimension);
}
