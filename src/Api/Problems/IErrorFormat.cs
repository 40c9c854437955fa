namespace LearnML.Api.Problems;

/// <summary>Endpoint metadata that sets the format of a route's errors. Routes without it answer with problem details.</summary>
internal interface IErrorFormat
{
    /// <summary>Creates an error response.</summary>
    /// <param name="reason">What is wrong, and what to do.</param>
    /// <param name="status">The HTTP status code.</param>
    IResult Create(string reason, int status);
}
