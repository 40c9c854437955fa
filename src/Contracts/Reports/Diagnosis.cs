namespace LearnML.Contracts;

/// <summary>Something about a run that its user should know.</summary>
/// <param name="Kind">A stable word for programs, for example <c>selectedOnTest</c>.</param>
/// <param name="Message">The same for people, with what usually helps.</param>
public sealed record Diagnosis(string Kind, string Message);
