namespace LearnML.Browser.Tests.Jobs;

internal sealed record CurvePoint(string Curve, double X, double Y);
