namespace LearnML.Api.Models.Inference.Reading;

/// <summary>Receives the elements of a tensor one after another.</summary>
internal interface ITensorElementSink
{
    /// <summary>Adds a number. The values of <c>BOOL</c> are 0 and 1.</summary>
    void Add(double number);

    /// <summary>Adds a string of <c>BYTES</c>.</summary>
    void Add(ReadOnlySpan<char> text);

    /// <summary>Adds a null of a JSON tensor, which is a missing value.</summary>
    void AddMissing();
}
