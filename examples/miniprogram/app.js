App({
  globalData: {
    /** Your shop. WeChat only calls https hosts listed in the mini program's console (request 合法域名). */
    base: 'https://shop.example.com',
  },
});
