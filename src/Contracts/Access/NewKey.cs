namespace LearnML.Contracts;

/// <summary>A new API key with its secret.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">The secret, sent as <c>Authorization: Bearer lml_...</c>. It is returned only once.</param>
public sealed record NewKey(Key Key, string Secret);
