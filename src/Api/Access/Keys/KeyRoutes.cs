using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Access.Keys;

internal static class KeyRoutes
{
    public static void MapKeys(this WebApplication app)
    {
        var keys = app.MapGroup("/api/keys").WithTags("Access").RequireScope(Scope.Admin).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        keys.MapGet("/", async (KeyStore store, CancellationToken cancellationToken) => TypedResults.Ok(await store.ListAsync(cancellationToken)))
            .WithSummary("List all keys, including revoked ones");
        keys.MapPost("/", Create).WithSummary("Create a key")
            .WithDescription("The secret is returned only in this answer; the service stores only its hash.").AcceptsBody<KeyRequest>(Examples.Key);
        keys.MapDelete("/{name}", Revoke).WithSummary("Revoke a key")
            .WithDescription("This process refuses the key at once, other processes within two seconds. The key's hub connections are closed.")
            .ProducesProblems(404);
    }

    private static async Task<Results<Created<NewKey>, ValidationProblem>> Create(JsonBody body, KeyStore store, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var request = new StrictJsonReader(errors).Read<KeyRequest>(body.Json);
        return request is not null && await store.CreateAsync(request, errors, cancellationToken) is { } created
            ? TypedResults.Created($"/api/keys/{created.Key.Name}", created)
            : TypedResults.ValidationProblem(errors.ToDictionary(), "The key cannot be created. The field errors lists every reason.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        string name, KeyStore store, KeyCache ring, CancellationToken cancellationToken)
    {
        if (!await store.RevokeAsync(name, cancellationToken))
        {
            return TypedResults.Problem($"There is no key '{name}'. GET /api/keys lists them.", statusCode: StatusCodes.Status404NotFound);
        }

        await ring.RefreshAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
