using LearnML.Api.Problems;

namespace LearnML.Api.Models.Inference;

/// <summary>The format of errors in the protocol: <c>{"error": "..."}</c>.</summary>
internal sealed class InferenceErrorFormat : IErrorFormat
{
    public IResult Create(string reason, int status) => new JsonWithoutCharsetResult(new { error = reason }, status);
}
