using LearnML.Api.Models.Inference.Protocol;
using LearnML.Api.Problems;

namespace LearnML.Api.Models.Inference;

/// <summary>The format of errors in the protocol: <c>{"error": "..."}</c>.</summary>
internal sealed class InferenceErrorFormat : IErrorFormat
{
    /// <summary>The format, which has no state.</summary>
    public static readonly InferenceErrorFormat Instance = new();

    public IResult Create(string reason, int status) => new JsonWithoutCharsetResult(new InferenceError(reason), status);
}
