using LearnML.Api.Models.Inference.Protocol;
using LearnML.Api.Problems;

namespace LearnML.Api.Models.Inference;

/// <summary>The format of errors in the protocol: <c>{"error": "..."}</c>.</summary>
internal sealed class InferenceErrorFormat : IErrorFormat
{
    public IResult Create(string reason, int status) => CreateError(reason, status);

    /// <summary>Returns an error in the form of the protocol.</summary>
    public static JsonWithoutCharsetResult CreateError(string reason, int status) => new(new InferenceError(reason), status);
}
