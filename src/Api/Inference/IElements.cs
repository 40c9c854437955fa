namespace LearnML.Api.Inference;

/// <summary>Takes the elements of a tensor one after another.</summary>
internal interface IElements
{
    /// <summary>A number, or 0 and 1 of a <c>BOOL</c>.</summary>
    void Add(double number);

    /// <summary>A text of <c>BYTES</c>.</summary>
    void Add(ReadOnlySpan<char> text);
}
