export declare const checkout: string;
export declare function copyCheckout(folder: string, options?: { readonly without?: readonly string[] }): void;
