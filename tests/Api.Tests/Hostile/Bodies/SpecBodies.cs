using static LearnML.Api.Tests.Hostile.Bodies.Repeat;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>Specs of jobs, and changes of recipes and models. None of them starts a job.</summary>
internal static class SpecBodies
{
    private const string Preview = "/api/jobs/preview";

    public static IEnumerable<AmplifyingBody> All =>
    [
        Spec("Spec: deep", 20_000, n => "\"network\":{\"layers\":" + Text(n, "[")),
        Spec("Spec: wide, unknown fields", 5_000, n => Join(n, i => $"\"n{i}\":1")),
        Spec("Spec: a field repeated", 20_000, n => Join(n, "\"target\":\"price\"")),
        Spec("Spec: hidden layers", 5_000, n => $$""" "network":{"hidden":[{{Join(n, "1")}}]} """),
        Spec("Spec: layers", 1_000, n => $$""" "network":{"layers":[{{Join(n, """{"activation":"relu"}""")}}]} """),
        Spec("Spec: empty layers", 5_000, n => $$""" "network":{"layers":[{{Join(n, "{}")}}]} """),
        Spec("Spec: unknown columns", 5_000, n => $$""" "preprocessing":{"columns":[{{Join(n, i => $"\"n{i}\"")}}]} """),
        Spec("Spec: a column repeated", 5_000, n => $$""" "preprocessing":{"columns":[{{Join(n, "\"petal\"")}}]} """),
        Spec("Spec: values of a search", 5_000, n => $$""" "optimizer":{"learningRate":{"values":[{{Join(n, "0.1")}}]} } """),
        Spec("Spec: long name", 200_000, n => $$""" "model":"{{Text(n, "x")}}" """),
        new("Spec: compressed", Preview, "application/json", 20_000, n => Gzip($$"""{"dataset":"{{Text(n, " ")}}"}""")) { Encoding = "gzip" },
        Json("Recipe: wide patch", $"/api/recipes/glyphs/jobs", 5_000, n => $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }"""),
        Json("Keys: wide", "/api/keys", 5_000, n => $$"""{"scopes":[{{Join(n, i => $"\"s{i}\"")}}]}"""),
        Json("Evaluation: wide", $"/api/models/{AmplifyingBodyFixture.Table}/evaluate", 5_000, n => $$"""{ {{Join(n, i => $"\"n{i}\":1")}} }"""),
    ];

    private static AmplifyingBody Spec(string name, int size, Func<int, string> fields) =>
        Json(name, Preview, size, n => $$"""{"dataset":"{{AmplifyingBodyFixture.Table}}",{{fields(n)}}}""");

    private static AmplifyingBody Json(string name, string path, int size, Func<int, string> create) =>
        new(name, path, "application/json", size, n => Utf8(create(n)));
}
