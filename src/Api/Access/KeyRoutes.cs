using LearnML.Api.Requests;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Access;

internal static class KeyRoutes
{
    public static void MapKeys(this WebApplication app)
    {
        var keys = app.MapGroup("/api/keys").WithTags("Access").For(Scope.Admin).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        keys.MapGet("/", async (KeyStore store, CancellationToken cancellation) => TypedResults.Ok(await store.ListAsync(cancellation)))
            .WithSummary("List the keys, the revoked ones too");
        keys.MapPost("/", Create).WithSummary("Make a key")
            .WithDescription("Its secret is told this once; what is stored is a hash of it.").Takes<KeyRequest>(Examples.Key);
        keys.MapDelete("/{name}", Revoke).WithSummary("Revoke a key").WithDescription("It is refused from now on, in other processes within a second or two, and its connections to the hub end.").Problems(404);
    }

    private static async Task<Results<Created<NewKey>, ValidationProblem>> Create(JsonBody body, KeyStore store, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var request = new StrictReader(errors).Read<KeyRequest>(body.Json);
        return request is not null && await store.CreateAsync(request, errors, cancellation) is { } made
            ? TypedResults.Created($"/api/keys/{made.Key.Name}", made)
            : TypedResults.ValidationProblem(errors.ToDictionary(), "The key cannot be made; every reason is in errors.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(string name, KeyStore store, KeyRing ring, CancellationToken cancellation)
    {
        if (!await store.RevokeAsync(name, cancellation))
        {
            return TypedResults.Problem($"There is no key '{name}'. GET /api/keys lists them.", statusCode: StatusCodes.Status404NotFound);
        }

        await ring.LookAsync(cancellation);
        return TypedResults.NoContent();
    }
}
